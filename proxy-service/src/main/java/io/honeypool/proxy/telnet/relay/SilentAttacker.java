package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a guest that negotiates in the place of an attacker that does not: many bots know nothing of Telnet, and
 * there are servers that show no prompt before they are answered. Agrees to echo and to no go-ahead, refuses all else.
 * Thread-safe.
 */
final class SilentAttacker {

    private static final int MOST_OFFERS = 64;

    private final long patienceNanos;
    private final long startNanos;
    private final List<Negotiation> offers = new ArrayList<>();
    private boolean silent;

    /**
     * Begins to wait.
     *
     * @param patience how long the attacker may take for its first answer; zero for ever
     * @param nanos the monotonic clock now
     */
    SilentAttacker(Duration patience, long nanos) {
        this.patienceNanos = patience.toNanos();
        this.startNanos = nanos;
        this.silent = !patience.isZero();
    }

    /** The guest offers something, or asks for it. */
    synchronized void asked(Negotiation offer) {
        if (silent && offer.isOffer() && offers.size() < MOST_OFFERS) {
            offers.add(offer);
        }
    }

    /** The attacker does negotiate. */
    synchronized void spoke() {
        silent = false;
        offers.clear();
    }

    /** Whether there may be something to answer. */
    synchronized boolean isAwaited() {
        return silent;
    }

    /** What is to be answered now. */
    synchronized List<Negotiation> answers(long nanos) {
        if (offers.isEmpty() || nanos - startNanos < patienceNanos) {
            return List.of();
        }
        List<Negotiation> answers = offers.stream().map(SilentAttacker::answer).toList();
        offers.clear();
        return answers;
    }

    private static Negotiation answer(Negotiation offer) {
        boolean agreed = offer.verb() == Telnet.WILL && (offer.option() == Telnet.ECHO || offer.option() == Telnet.SGA);
        return agreed ? offer.agreement() : offer.refusal();
    }
}
