package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetDecoder;
import io.honeypool.proxy.telnet.codec.TelnetReceiver;
import io.honeypool.proxy.telnet.login.Outbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** From the attacker to the guest. What the dialogue does not take yet waits; commands do not wait for it. */
final class AttackerPump implements TelnetReceiver {

    /** How often it is looked whether what waits is taken. */
    private static final Duration SOON = Duration.ofMillis(40);

    /** How often it is looked whether an attacker has not answered for too long. */
    private static final Duration LATER = Duration.ofMillis(500);

    private static final int LINES_PER_SECOND = 1000;

    private final TelnetRelay relay;
    private final AttackerInput in;
    private final TelnetDecoder decoder = new TelnetDecoder(this, TelnetRelay.MOST_OF_SUBNEGOTIATION);
    private final HeldInput held = new HeldInput(256);
    private final Outbox out = new Outbox();
    private final ByteArrayOutputStream forShell = new ByteArrayOutputStream();
    private final Pace pace = new Pace(LINES_PER_SECOND);

    AttackerPump(TelnetRelay relay, AttackerInput in) {
        this.relay = relay;
        this.in = in;
    }

    void run() throws IOException, InterruptedException {
        byte[] chunk = new byte[TelnetRelay.CHUNK];
        boolean ended = false;
        while (!relay.isGuestGone() && !(ended && held.isEmpty())) {
            if (ended || held.size() > TelnetRelay.MOST_HELD) {
                Thread.sleep(SOON);
            } else {
                int count = in.read(chunk, patience());
                ended = count < 0;
                decoder.decode(chunk, count);
            }
            relay.silent().answers(System.nanoTime()).forEach(answer -> out.toGuest(answer.encoded()));
            take();
            relay.toGuest(out);
            listen();
        }
        drain(chunk, ended);
    }

    /**
     * The guest has ended; what is sent now interests nobody, but must be read for the guest's last words to arrive.
     */
    private void drain(byte[] chunk, boolean ended) throws IOException {
        for (int count = ended ? -1 : 0; relay.isGuestGone() && count >= 0; ) {
            count = in.read(chunk, LATER);
        }
    }

    private Duration patience() {
        if (!held.isEmpty()) {
            return SOON;
        }
        return relay.silent().isAwaited() && !relay.dialogue().isOpen() ? LATER : Duration.ZERO;
    }

    @Override
    public void data(byte b) {
        held.add(b);
    }

    @Override
    public void command(TelnetCommand command) throws IOException {
        take();
        switch (command) {
            case TelnetCommand.Negotiation negotiation -> {
                relay.silent().spoke();
                relay.dialogue().negotiated(false, negotiation);
                out.toGuest(command.encoded());
            }
            case TelnetCommand.Subnegotiation said ->
                out.toGuest(relay.translate(said).encoded());
            case TelnetCommand.Simple simple -> out.toGuest(simple.encoded());
        }
    }

    /** Has the dialogue take what it takes now. */
    private void take() throws IOException {
        if (held.isEmpty()) {
            return;
        }
        if (relay.dialogue().isOpen()) {
            typeAll();
        } else {
            relay.step(ignored -> typeAll(), out);
        }
    }

    private void typeAll() {
        while (!held.isEmpty() && relay.dialogue().takes(held.peek())) {
            byte b = held.take();
            if (relay.dialogue().typed(b, out)) {
                forShell.write(b);
            }
        }
    }

    /** Records what was typed, and slows down who types faster than can be recorded. */
    private void listen() throws InterruptedException {
        if (forShell.size() == 0) {
            return;
        }
        for (byte b : forShell.toByteArray()) {
            if (relay.commands().typed(b)) {
                pace.step();
            }
        }
        forShell.reset();
    }
}
