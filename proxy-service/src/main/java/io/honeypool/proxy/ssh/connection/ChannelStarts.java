package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ChannelTap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a session channel does, from the attacker's request on. A server does one thing in a channel, and lets it be
 * another if it refused the first: clients ask for a subsystem and then for a command, without waiting even. What is
 * asked for while something is done is not started, as the server refuses it. Used by one thread at a time.
 */
final class ChannelStarts {

    /** Requests that wait for what becomes of those before; clients have one. */
    private static final int MOST_WAITING = 4;

    private static final ChannelTap NOTHING = nanos -> {};

    private final Function<ChannelStart, ? extends ChannelTap> taps;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private ChannelTap current = NOTHING;
    private @Nullable Asked started;
    private long asked;
    private long answered;

    /**
     * Nothing is done yet.
     *
     * @param taps makes what sees a channel from its start
     */
    ChannelStarts(Function<ChannelStart, ? extends ChannelTap> taps) {
        this.taps = taps;
    }

    /**
     * A request to start something.
     *
     * @param number counts the channel's requests that want an answer; 0 for one that wants none
     */
    private record Asked(ChannelStart start, long number) {}

    /** What sees what passes now. */
    ChannelTap current() {
        return current;
    }

    /** The attacker asks for something and wants an answer. */
    void asked() {
        asked++;
    }

    /** What was asked last starts something. */
    void start(ChannelStart start, boolean wantReply) {
        Asked request = new Asked(start, wantReply ? asked : 0);
        if (started == null) {
            begin(request);
        } else if (started.number > answered && waiting.size() < MOST_WAITING) {
            waiting.add(request);
        }
    }

    /** The oldest request that wants an answer has one. */
    void answered(boolean success) {
        answered++;
        if (started == null || started.number != answered) {
            return;
        }
        if (success) {
            waiting.clear();
            return;
        }
        long now = System.nanoTime();
        current.refused(now);
        current.closed(now);
        current = NOTHING;
        started = null;
        Asked next = waiting.poll();
        if (next != null) {
            begin(next);
        }
    }

    private void begin(Asked request) {
        started = request;
        current = taps.apply(request.start);
    }
}
