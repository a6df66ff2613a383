package io.honeypool.proxy.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel with everything that reads along, each with its own view of the bytes. A tap that fails is left out from
 * then on. Thread-safe; never blocks.
 */
public final class TappedChannel implements ChannelTap {

    private static final Logger log = LoggerFactory.getLogger(TappedChannel.class);

    private final String session;
    private final Consumer<TappedChannel> onClosed;
    private final List<Named> taps = new ArrayList<>();
    private boolean closed;

    TappedChannel(String session, Consumer<TappedChannel> onClosed) {
        this.session = session;
        this.onClosed = onClosed;
    }

    /** A tap and what it is called. */
    private record Named(String name, ChannelTap tap) {}

    synchronized void add(String name, ChannelTap tap) {
        if (closed) {
            tap.closed(System.nanoTime());
        } else {
            taps.add(new Named(name, tap));
        }
    }

    @Override
    public void input(ByteBuffer bytes, long nanos) {
        each(bytes, (tap, view) -> tap.input(view, nanos));
    }

    @Override
    public void inputEnded(long nanos) {
        each(tap -> tap.inputEnded(nanos));
    }

    @Override
    public void output(ByteBuffer bytes, long nanos) {
        each(bytes, (tap, view) -> tap.output(view, nanos));
    }

    @Override
    public void errorOutput(ByteBuffer bytes, long nanos) {
        each(bytes, (tap, view) -> tap.errorOutput(view, nanos));
    }

    @Override
    public void outputEnded(long nanos) {
        each(tap -> tap.outputEnded(nanos));
    }

    @Override
    public void resized(int columns, int rows, long nanos) {
        each(tap -> tap.resized(columns, rows, nanos));
    }

    @Override
    public void exited(int status, long nanos) {
        each(tap -> tap.exited(status, nanos));
    }

    @Override
    public void refused(long nanos) {
        each(tap -> tap.refused(nanos));
    }

    /** Closes the taps; once. */
    @Override
    public void closed(long nanos) {
        each(tap -> tap.closed(nanos));
        synchronized (this) {
            closed = true;
            taps.clear();
        }
        onClosed.accept(this);
    }

    private void each(ByteBuffer bytes, BiConsumer<ChannelTap, ByteBuffer> call) {
        each(tap -> call.accept(tap, bytes.duplicate()));
    }

    private synchronized void each(Consumer<ChannelTap> call) {
        taps.removeIf(named -> {
            try {
                call.accept(named.tap);
                return false;
            } catch (RuntimeException e) {
                log.error("Session {}: {} reads along no more", session, named.name, e);
                return true;
            }
        });
    }
}
