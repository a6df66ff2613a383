package io.honeypool.proxy.capture;

import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelTap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What passed through one channel and was not looked at yet, in order. What waits is backlog of its sender, so there is
 * never much; if the disk hangs for long, it is given up. Filled on the relay's threads, emptied on the lanes' threads.
 */
final class Lane implements ChannelTap {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So that other lanes have their turns. */
    private static final int PIECES_AT_ONCE = 64;

    private final Lanes lanes;
    private final StreamParser parser;
    private final Backlogs backlogs;
    private final boolean watchesOutput;
    private final EventPace pace;
    private final Runnable onGivenUp;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private boolean scheduled;
    private boolean closed;
    private boolean givenUp;
    private long progressNanos = System.nanoTime();

    Lane(
            Lanes lanes,
            StreamParser parser,
            Backlogs backlogs,
            boolean watchesOutput,
            EventPace pace,
            Runnable onGivenUp) {
        this.lanes = lanes;
        this.parser = parser;
        this.backlogs = backlogs;
        this.watchesOutput = watchesOutput;
        this.pace = pace;
        this.onGivenUp = onGivenUp;
    }

    /**
     * Something that passed.
     *
     * @param bytes null if it is an end
     * @param input whether it is the attacker's
     */
    private record Piece(@Nullable ByteBuffer bytes, boolean input) {

        int size() {
            return bytes == null ? 0 : bytes.capacity();
        }
    }

    @Override
    public void input(ByteBuffer bytes, long nanos) {
        add(bytes, true);
    }

    @Override
    public void output(ByteBuffer bytes, long nanos) {
        if (watchesOutput) {
            add(bytes, false);
        }
    }

    @Override
    public void inputEnded(long nanos) {
        synchronized (this) {
            if (!closed && !givenUp) {
                put(new Piece(null, true));
            }
        }
    }

    @Override
    public void closed(long nanos) {
        synchronized (this) {
            if (!closed) {
                closed = true;
                put(new Piece(null, false));
            }
        }
    }

    /** Whether all is looked at and no more comes. */
    boolean isFinished() {
        return finished.getCount() == 0;
    }

    /** Waits until all is looked at; returns whether it is. */
    boolean await(Duration patience) throws InterruptedException {
        return finished.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void add(ByteBuffer bytes, boolean input) {
        int count = bytes.remaining();
        byte[] copy = new byte[count];
        bytes.get(copy);
        backlog(input).add(count);
        synchronized (this) {
            if (!closed && !givenUp) {
                put(new Piece(ByteBuffer.wrap(copy), input));
                return;
            }
        }
        backlog(input).gone(count);
    }

    private void put(Piece piece) {
        if (waiting.isEmpty()) {
            progressNanos = System.nanoTime();
        }
        waiting.add(piece);
        if (!scheduled) {
            scheduled = true;
            lanes.run(this::work);
        }
    }

    private void work() {
        for (int i = 0; i < PIECES_AT_ONCE; i++) {
            Piece piece;
            synchronized (this) {
                piece = waiting.poll();
                if (piece == null) {
                    scheduled = false;
                    return;
                }
            }
            if (!parsed(piece)) {
                return;
            }
            long pause = pace.pause(System.nanoTime());
            synchronized (this) {
                progressNanos = System.nanoTime() + pause;
            }
            if (pause > 0) {
                lanes.runAfter(this::work, pause);
                return;
            }
        }
        lanes.run(this::work);
    }

    private boolean parsed(Piece piece) {
        try {
            parse(piece);
            return true;
        } catch (RuntimeException e) {
            log.error("Files of a channel are not looked at any more", e);
            giveUp();
            closeAfterFailure();
            finish();
            return false;
        } finally {
            backlog(piece.input).gone(piece.size());
        }
    }

    private void parse(Piece piece) {
        ByteBuffer bytes = piece.bytes;
        if (bytes == null && piece.input) {
            parser.inputEnded();
        } else if (bytes == null) {
            parser.close();
            finish();
        } else if (piece.input) {
            parser.input(bytes);
        } else {
            parser.output(bytes);
        }
    }

    private void closeAfterFailure() {
        try {
            parser.close();
        } catch (RuntimeException e) {
            log.debug("What was open stays open", e);
        }
    }

    private void finish() {
        finished.countDown();
        lanes.forget(this);
    }

    /** Gives up what waits if nothing was done about it for too long. */
    void check(long nanos) {
        synchronized (this) {
            if (waiting.isEmpty() || givenUp || nanos - progressNanos < PATIENCE.toNanos()) {
                return;
            }
        }
        giveUp();
    }

    private void giveUp() {
        Piece[] lost;
        synchronized (this) {
            givenUp = true;
            closed = true;
            lost = waiting.toArray(Piece[]::new);
            waiting.clear();
            waiting.add(new Piece(null, false));
        }
        for (Piece piece : lost) {
            backlog(piece.input).gone(piece.size());
        }
        onGivenUp.run();
    }

    private Backlog backlog(boolean input) {
        return input ? backlogs.input() : backlogs.output();
    }
}
