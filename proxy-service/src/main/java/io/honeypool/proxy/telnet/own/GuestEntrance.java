package io.honeypool.proxy.telnet.own;

import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetDecoder;
import io.honeypool.proxy.telnet.codec.TelnetReceiver;
import io.honeypool.proxy.telnet.login.Dialogue;
import io.honeypool.proxy.telnet.login.Outbox;
import io.honeypool.proxy.telnet.relay.HeldInput;
import io.honeypool.proxy.telnet.relay.TelnetRelay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Logs the sensor in to a guest before the attacker sees anything of it, answering the guest's server as the attacker
 * would. Blocks; for one thread.
 */
public final class GuestEntrance {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final Negotiated negotiated;

    GuestEntrance(Negotiated negotiated) {
        this.negotiated = negotiated;
    }

    /**
     * Logs in.
     *
     * @param dialogue asks for the login and accepts any; open when this returns
     * @return what the guest showed from then on, as it is to be sent to the attacker
     * @throws IOException if the guest does not let the sensor in
     */
    public byte[] enter(Socket guest, Dialogue dialogue) throws IOException {
        Login login = new Login(guest.getOutputStream(), dialogue);
        byte[] chunk = new byte[TelnetRelay.CHUNK];
        long endNanos = System.nanoTime() + LONGEST.toNanos();
        long heardNanos = System.nanoTime();
        guest.setSoTimeout((int) TICK.toMillis());
        while (!dialogue.isOpen()) {
            if (System.nanoTime() - endNanos >= 0) {
                throw new IOException("the guest did not ask for a login in " + LONGEST.toSeconds() + " s");
            }
            try {
                int count = guest.getInputStream().read(chunk);
                if (count < 0) {
                    throw new IOException("the guest ended the connection");
                }
                heardNanos = System.nanoTime();
                login.heard(chunk, count);
            } catch (SocketTimeoutException nothing) {
                login.quiet(Duration.ofNanos(System.nanoTime() - heardNanos));
            }
        }
        return login.shown();
    }

    /** One login. */
    private final class Login implements TelnetReceiver {

        private final OutputStream socket;
        private final Dialogue dialogue;
        private final TelnetDecoder decoder = new TelnetDecoder(this, TelnetRelay.MOST_OF_SUBNEGOTIATION);
        private final Outbox out = new Outbox();
        private final HeldInput keys = new HeldInput(64);
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

        Login(OutputStream socket, Dialogue dialogue) {
            this.socket = socket;
            this.dialogue = dialogue;
            // whatever is typed, the dialogue tells the guest its own account
            for (byte b : "x\rx\r".getBytes(StandardCharsets.US_ASCII)) {
                keys.add(b);
            }
        }

        private void heard(byte[] chunk, int count) throws IOException {
            decoder.decode(chunk, count);
            dialogue.paused(out);
            settle();
        }

        private void quiet(Duration silence) throws IOException {
            dialogue.quiet(silence, out);
            settle();
        }

        private void settle() throws IOException {
            while (!keys.isEmpty() && !dialogue.isOpen() && dialogue.takes(keys.peek())) {
                dialogue.typed(keys.take(), out);
            }
            out.flushToGuest(socket);
            // all that was shown until now belongs to a login that the attacker has done already
            shown.reset();
            out.flushToAttacker(shown);
        }

        private byte[] shown() {
            return shown.toByteArray();
        }

        @Override
        public void data(byte b) {
            dialogue.shown(b, out);
        }

        @Override
        public void command(TelnetCommand command) {
            if (command instanceof TelnetCommand.Negotiation negotiation) {
                dialogue.negotiated(true, negotiation);
            }
            negotiated.answer(command).forEach(answer -> out.toGuest(answer.encoded()));
        }
    }
}
