package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.telnet.codec.Telnet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What is to be sent both ways, and not sent yet. Not thread-safe. */
public final class Outbox {

    private final ByteArrayOutputStream guest = new ByteArrayOutputStream();
    private final ByteArrayOutputStream attacker = new ByteArrayOutputStream();

    /** Sends bytes to the guest as they are. */
    public void toGuest(byte... bytes) {
        guest.writeBytes(bytes);
    }

    /** Sends bytes to the attacker as they are. */
    public void toAttacker(byte... bytes) {
        attacker.writeBytes(bytes);
    }

    /** Sends data to the guest: an IAC in it is doubled (RFC 854). */
    public void dataToGuest(byte... data) {
        escape(data, guest);
    }

    /** Sends data to the attacker: an IAC in it is doubled (RFC 854). */
    public void dataToAttacker(byte... data) {
        escape(data, attacker);
    }

    private static void escape(byte[] data, ByteArrayOutputStream to) {
        for (byte b : data) {
            to.write(b);
            if (b == (byte) Telnet.IAC) {
                to.write(b);
            }
        }
    }

    /** Hands what there is for the guest over. */
    public void flushToGuest(OutputStream out) throws IOException {
        flush(guest, out);
    }

    /** Hands what there is for the attacker over. */
    public void flushToAttacker(OutputStream out) throws IOException {
        flush(attacker, out);
    }

    private static void flush(ByteArrayOutputStream bytes, OutputStream out) throws IOException {
        if (bytes.size() > 0) {
            bytes.writeTo(out);
            out.flush();
            bytes.reset();
        }
    }
}
