package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetDecoder;
import io.honeypool.proxy.telnet.codec.TelnetReceiver;
import io.honeypool.proxy.telnet.login.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** From the guest to the attacker. */
final class GuestPump implements TelnetReceiver {

    private static final Duration TICK = Duration.ofMillis(100);

    private final TelnetRelay relay;
    private final Socket guest;
    private final TelnetDecoder decoder = new TelnetDecoder(this, TelnetRelay.MOST_OF_SUBNEGOTIATION);
    private final Outbox out = new Outbox();
    private long heardNanos = System.nanoTime();

    GuestPump(TelnetRelay relay, Socket guest) {
        this.relay = relay;
        this.guest = guest;
    }

    void run() throws IOException {
        byte[] chunk = new byte[TelnetRelay.CHUNK];
        InputStream in = guest.getInputStream();
        while (true) {
            guest.setSoTimeout(relay.dialogue().waitsForQuiet() ? (int) TICK.toMillis() : 0);
            try {
                int count = in.read(chunk);
                if (count < 0) {
                    return;
                }
                heardNanos = System.nanoTime();
                relay.step(ignored -> pass(chunk, count), out);
            } catch (SocketTimeoutException quiet) {
                Duration silence = Duration.ofNanos(System.nanoTime() - heardNanos);
                relay.step(relayed -> relay.dialogue().quiet(silence, relayed), out);
            }
        }
    }

    private void pass(byte[] chunk, int count) throws IOException {
        synchronized (relay.dialogue()) {
            synchronized (relay.commands()) {
                decoder.decode(chunk, count);
                relay.dialogue().paused(out);
            }
        }
    }

    @Override
    public void data(byte b) {
        relay.dialogue().shown(b, out);
        relay.commands().shown(b);
    }

    @Override
    public void command(TelnetCommand command) {
        if (command instanceof TelnetCommand.Negotiation negotiation) {
            relay.dialogue().negotiated(true, negotiation);
            relay.silent().asked(negotiation);
        }
        out.toAttacker(command.encoded());
    }
}
