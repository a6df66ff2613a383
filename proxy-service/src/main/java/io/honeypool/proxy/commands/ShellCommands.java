package io.honeypool.proxy.commands;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ChannelTap;
import io.honeypool.proxy.relay.SessionTap;
import io.honeypool.proxy.relay.Tap;
import io.honeypool.proxy.session.Session;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Records the command lines of SSH's shells. Telnet's are recorded by its relay, which knows where a login ends.
 * Thread-safe.
 */
public final class ShellCommands implements Tap {

    /** Lines of one shell that have an event; who sends more sends no commands. */
    static final int MOST_LINES = 10_000;

    /** Characters of one shell that are in events. */
    static final long MOST_TEXT = 4 * 1024 * 1024;

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public SessionTap watch(Session session) {
        return new SessionTap() {
            @Override
            public Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs) {
                return start.kind() == ChannelStart.Kind.SHELL
                        ? Optional.of(new Shell(session.events(), start.terminal() != null))
                        : Optional.empty();
            }

            @Override
            public void close() {
                // each shell has recorded all when its channel closed
            }
        };
    }

    /** One shell. Its methods are called one at a time. */
    static final class Shell implements ChannelTap {

        private final EventLog events;
        private final CommandLines lines;
        private int recorded;
        private long text;
        private long omitted;

        Shell(EventLog events, boolean terminal) {
            this.events = events;
            this.lines = terminal ? new CommandLines(this::record) : CommandLines.ofPipe(this::record);
        }

        @Override
        public void input(ByteBuffer bytes, long nanos) {
            while (bytes.hasRemaining()) {
                lines.typed(bytes.get());
            }
        }

        @Override
        public void output(ByteBuffer bytes, long nanos) {
            while (bytes.hasRemaining()) {
                lines.shown(bytes.get());
            }
        }

        @Override
        public void closed(long nanos) {
            lines.close();
            if (omitted > 0) {
                events.record(new HoneypotEvent.CommandsOmitted(omitted));
            }
        }

        private void record(HoneypotEvent.CommandInput command) {
            if (recorded < MOST_LINES && text + command.input().length() <= MOST_TEXT) {
                recorded++;
                text += command.input().length();
                events.record(command);
            } else {
                omitted++;
            }
        }
    }
}
