package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.Gate;
import io.honeypool.proxy.relay.TappedChannel;
import io.honeypool.proxy.relay.TappedSession;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import io.honeypool.proxy.telnet.codec.TelnetDecoder;
import io.honeypool.proxy.telnet.codec.TelnetReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells who reads along what an attacker's terminal sends and shows, without the negotiation. It starts with the first
 * byte of data: servers negotiate before they show anything, so the terminal is known by then if it ever is.
 * Thread-safe.
 */
public final class TappedTerminal {

    /** Bytes that may wait for whoever reads along before the connection is held up. */
    private static final long MOST_WAITING = 256 * 1024;

    private static final int LONGEST_TYPE = 64;

    private final TappedSession session;
    private final Gate input = new Gate();
    private final Gate output = new Gate();
    private final Data sent = new Data();
    private final Data shown = new Data();
    private final TelnetDecoder fromAttacker = new TelnetDecoder(sent, TelnetRelay.MOST_OF_SUBNEGOTIATION);
    private final TelnetDecoder toAttacker = new TelnetDecoder(shown, TelnetRelay.MOST_OF_SUBNEGOTIATION);
    private ChannelStart.@Nullable Terminal terminal;
    private @Nullable TappedChannel channel;

    public TappedTerminal(TappedSession session) {
        this.session = session;
    }

    /** Blocks while too much input waits for who reads along. */
    void awaitInput() throws IOException {
        input.pass();
    }

    /** The attacker sent the first bytes of an array. */
    synchronized void read(byte[] bytes, int count) throws IOException {
        fromAttacker.decode(bytes, count);
        ByteBuffer data = sent.take();
        if (data.hasRemaining()) {
            start().input(data, System.nanoTime());
        }
    }

    /** Bytes are about to be sent to the attacker. Blocks while too many of them wait for who reads along. */
    void written(byte[] bytes, int offset, int count) throws IOException {
        output.pass();
        synchronized (this) {
            toAttacker.decode(bytes, offset, count);
            ByteBuffer data = shown.take();
            if (data.hasRemaining()) {
                start().output(data, System.nanoTime());
            }
        }
    }

    private TappedChannel start() {
        TappedChannel started = channel;
        if (started == null) {
            ChannelStart start = new ChannelStart(
                    session.nextNumber(),
                    ChannelStart.Kind.TELNET,
                    new byte[0],
                    terminal,
                    Map.of(),
                    Instant.now(),
                    System.nanoTime());
            started = session.open(
                    start, new Backlogs(new Backlog(MOST_WAITING, input), new Backlog(MOST_WAITING, output)));
            channel = started;
        }
        return started;
    }

    private void heard(Subnegotiation said) {
        switch (said.option()) {
            case Telnet.NAWS -> size(said);
            case Telnet.TERMINAL_TYPE -> type(said);
            default -> {
                // nothing about the terminal
            }
        }
    }

    private void size(Subnegotiation said) {
        if (said.content().length != 5) {
            return;
        }
        String type = terminal == null ? "" : terminal.type();
        int columns = said.at(1) << 8 | said.at(2);
        int rows = said.at(3) << 8 | said.at(4);
        terminal = new ChannelStart.Terminal(type, columns, rows);
        if (channel != null) {
            channel.resized(columns, rows, System.nanoTime());
        }
    }

    private void type(Subnegotiation said) {
        if (said.at(1) == 0) {
            int end = Math.min(said.content().length, LONGEST_TYPE);
            String type = AttackerText.escape(Arrays.copyOfRange(said.content(), 2, end));
            terminal = terminal == null
                    ? new ChannelStart.Terminal(type, 0, 0)
                    : new ChannelStart.Terminal(type, terminal.columns(), terminal.rows());
        }
    }

    /** Data of one direction, and what a terminal says of itself between. */
    private final class Data implements TelnetReceiver {

        private final ByteArrayOutputStream data = new ByteArrayOutputStream();

        private ByteBuffer take() {
            ByteBuffer taken = ByteBuffer.wrap(data.toByteArray());
            data.reset();
            return taken;
        }

        @Override
        public void data(byte b) {
            data.write(b);
        }

        @Override
        public void command(TelnetCommand command) {
            if (this == sent && command instanceof Subnegotiation said) {
                heard(said);
            }
        }
    }
}
