package io.honeypool.proxy.ssh.connection;

/**
 * A channel between the attacker and its guest. It has four numbers: each peer has its own, and we are called by one at
 * each side, which are the peers' own in the end wherever that is possible.
 */
final class RelayedChannel implements AttackerChannel {

    /** No number yet. */
    static final long NONE = -1;

    private final ChannelObserver observer;
    private volatile long attackersOwn = NONE;
    private volatile long guestsOwn = NONE;
    private volatile long towardsAttacker = NONE;
    private volatile long towardsGuest = NONE;
    private boolean closedByAttacker;
    private boolean closedByGuest;

    RelayedChannel(ChannelObserver observer) {
        this.observer = observer;
    }

    ChannelObserver observer() {
        return observer;
    }

    /** What the attacker calls its end. */
    long attackersOwn() {
        return attackersOwn;
    }

    void attackersOwn(long number) {
        attackersOwn = number;
    }

    /** What the guest calls its end. */
    long guestsOwn() {
        return guestsOwn;
    }

    void guestsOwn(long number) {
        guestsOwn = number;
    }

    /** What the attacker calls our end. */
    long towardsAttacker() {
        return towardsAttacker;
    }

    void towardsAttacker(long number) {
        towardsAttacker = number;
    }

    /** What the guest calls our end. */
    long towardsGuest() {
        return towardsGuest;
    }

    void towardsGuest(long number) {
        towardsGuest = number;
    }

    /**
     * The attacker closed its end.
     *
     * @return whether that was the second end
     */
    synchronized boolean closeByAttacker() {
        closedByAttacker = true;
        return closedByGuest;
    }

    /**
     * The guest closed its end.
     *
     * @return whether that was the second end
     */
    synchronized boolean closeByGuest() {
        closedByGuest = true;
        return closedByAttacker;
    }
}
