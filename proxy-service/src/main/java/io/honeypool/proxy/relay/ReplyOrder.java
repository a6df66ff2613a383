package io.honeypool.proxy.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the order of requests, for protocols whose answers do not say what they answer. Some requests are passed
 * on and answered from afar, others are answered here; an answer that is ready waits for those before it. Thread-safe.
 *
 * @param <R> an answer
 */
public final class ReplyOrder<R> {

    private final int most;
    private final Consumer<R> asker;
    private final Deque<Slot<R>> open = new ArrayDeque<>();

    /**
     * Nothing was asked yet.
     *
     * @param most requests that may be without an answer
     * @param asker takes the answers, with this object locked
     */
    public ReplyOrder(int most, Consumer<R> asker) {
        this.most = most;
        this.asker = asker;
    }

    /**
     * A request is about to be passed on.
     *
     * @return whether it may be; not if too many are without an answer
     */
    public synchronized boolean expect() {
        return open.size() < most && open.add(new Slot<>(null));
    }

    /**
     * Answers the latest request from here.
     *
     * @return whether there was room to keep the answer
     */
    public synchronized boolean answer(R reply) {
        if (open.isEmpty()) {
            asker.accept(reply);
            return true;
        }
        return open.size() < most && open.add(new Slot<>(reply));
    }

    /**
     * The oldest request that was passed on is answered.
     *
     * @return whether there was one
     */
    public synchronized boolean arrived(R reply) {
        if (open.poll() == null) {
            return false;
        }
        asker.accept(reply);
        for (Slot<R> next = open.peek(); next != null && next.reply != null; next = open.peek()) {
            asker.accept(next.reply);
            open.remove();
        }
        return true;
    }

    /** Place of an answer, which is null while it is awaited. */
    private record Slot<R>(@Nullable R reply) {}
}
