package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ReplyOrder;
import io.honeypool.proxy.relay.TappedChannel;
import io.honeypool.proxy.relay.TappedSession;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What one attacker's connection and its guest's have in common: the ways to both, the channels, and the order of
 * answers. Messages come in on the I/O threads of both connections, one at a time from each.
 */
public final class ConnectionRelay {

    /** Bytes that may wait for a socket before the other one is read no more. */
    private static final long MOST_WAITING = 256 * 1024;

    /** Global requests of one peer that may be without an answer; OpenSSH's client has a handful. */
    private static final int MOST_UNANSWERED = 1024;

    private final AbstractSession attacker;
    private final EventLog events;
    private final GuestEntry entry;
    private final int mostChannels;
    private final Reading fromGuest = new Reading();
    private final Backlog forGuest;
    private final EarlyMessages early;
    private final Backlog forAttacker;
    private final TappedSession tapped;
    private final Way toAttacker;
    private final Way toGuest;
    private final ReplyOrder<GlobalReply> repliesToAttacker;
    private final ReplyOrder<GlobalReply> repliesToGuest;
    private final Numbers<AttackerChannel> attackersChannels = new Numbers<>();
    private final Numbers<RelayedChannel> guestsChannels = new Numbers<>();
    private final AtomicInteger ownChannels = new AtomicInteger();
    private final AtomicBoolean limited = new AtomicBoolean();
    private final AtomicBoolean entered = new AtomicBoolean();

    private final AtomicBoolean over = new AtomicBoolean();

    private volatile boolean closed;

    ConnectionRelay(AbstractSession attacker, AttackerConnection.Peers peers, int mostChannels) {
        this.attacker = attacker;
        this.events = peers.events();
        this.entry = peers.guest();
        this.tapped = peers.tapped();
        this.mostChannels = mostChannels;
        Reading fromAttacker = new Reading();
        fromAttacker.from(attacker);
        this.forAttacker = new Backlog(MOST_WAITING, fromGuest);
        this.forGuest = new Backlog(MOST_WAITING, fromAttacker);
        this.early = new EarlyMessages(forGuest);
        this.toAttacker = new Way(forAttacker, forGuest);
        this.toGuest = new Way(forGuest, forAttacker);
        this.repliesToAttacker =
                new ReplyOrder<>(MOST_UNANSWERED, reply -> toAttacker.send(reply.command(), reply.body()));
        this.repliesToGuest = new ReplyOrder<>(MOST_UNANSWERED, reply -> toGuest.send(reply.command(), reply.body()));
        toAttacker.open(attacker);
    }

    /** Takes the connection to the guest before it is logged in; what the guest sends from then on is passed on. */
    public void serve(AbstractSession guest) {
        fromGuest.from(guest);
        guest.setAttribute(GuestConnection.RELAY, this);
    }

    /** Ends the attacker's connection with the words of its guest. */
    public void disconnectedByGuest(int reason, String words) {
        disconnect(reason, words);
    }

    EventLog events() {
        return events;
    }

    /** A channel of the session begins to do something. */
    TappedChannel tap(ChannelStart start) {
        return tapped.open(start, new Backlogs(forGuest, forAttacker));
    }

    /** The number that the next channel to start has. */
    int nextStart() {
        return tapped.nextNumber();
    }

    AbstractSession attacker() {
        return attacker;
    }

    Way toAttacker() {
        return toAttacker;
    }

    Way toGuest() {
        return toGuest;
    }

    /** What the attacker sent and nobody has taken. */
    Backlog fromAttackerWaiting() {
        return forGuest;
    }

    /** What the attacker said too early. */
    EarlyMessages early() {
        return early;
    }

    ReplyOrder<GlobalReply> repliesToAttacker() {
        return repliesToAttacker;
    }

    ReplyOrder<GlobalReply> repliesToGuest() {
        return repliesToGuest;
    }

    /** Channels by the attacker's numbers of our ends. */
    Numbers<AttackerChannel> attackersChannels() {
        return attackersChannels;
    }

    /** Channels by the guest's numbers of our ends. */
    Numbers<RelayedChannel> guestsChannels() {
        return guestsChannels;
    }

    /** Counts the channels that have no end in the guest. */
    AtomicInteger ownChannels() {
        return ownChannels;
    }

    /** Whether one more channel may be opened; the first that may not is an event. */
    boolean hasRoom() {
        int channels = Math.max(attackersChannels.size(), guestsChannels.size() + ownChannels.get());
        if (channels < mostChannels) {
            return true;
        }
        if (limited.compareAndSet(false, true)) {
            events.record(new HoneypotEvent.SessionLimited("channels"));
        }
        return false;
    }

    /** Goes into the guest, if it has not been done. */
    void enter() {
        if (entered.compareAndSet(false, true)) {
            var _ = entry.enter(this).thenAccept(guest -> toGuest.open((AbstractSession) guest));
        }
    }

    /** Whether the attacker is in its guest, or on the way. */
    boolean isEntered() {
        return entered.get();
    }

    /** Forgets a channel that both ends have closed. */
    void forget(RelayedChannel channel) {
        attackersChannels.free(channel.towardsAttacker());
        guestsChannels.free(channel.towardsGuest());
        channel.observer().closed();
    }

    /** Refuses to open a channel, in OpenSSH's words. */
    static void refuse(Way way, long channel, int reason) {
        refuse(way, channel, reason, "open failed");
    }

    static void refuse(Way way, long channel, int reason, String words) {
        Buffer body = new ByteArrayBuffer(64);
        body.putUInt(channel);
        body.putUInt(reason);
        body.putString(words);
        body.putString("");
        way.send(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, body);
    }

    /** Ends the attacker's connection in the words given; MINA has words of its own for errors of protocol. */
    private void disconnect(int reason, String words) {
        if (over.compareAndSet(false, true)) {
            say(reason, words);
        }
    }

    private void say(int reason, String words) {
        Buffer body = new ByteArrayBuffer(64);
        body.putUInt(reason);
        body.putString(words);
        body.putString("");
        toAttacker.send(SshConstants.SSH_MSG_DISCONNECT, body);
        attacker.close(false);
    }

    /**
     * Ends the attacker's connection for a message that the protocol does not have there.
     *
     * @param words what OpenSSH says to it
     */
    void violated(int command, Buffer message, String words) {
        if (over.compareAndSet(false, true)) {
            events.record(Malformed.ending(command, message, words));
            say(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, words);
        }
    }

    /** Ends the attacker's connection without a word, as OpenSSH does when it cannot read a message. */
    void cut(int command, Buffer message) {
        if (over.compareAndSet(false, true)) {
            events.record(Malformed.packet(command, message));
            attacker.close(true);
        }
    }

    /** Whether nothing that the attacker still says counts. */
    boolean isOver() {
        return over.get();
    }

    /** Whether the attacker's connection is over. */
    boolean isClosed() {
        return closed;
    }

    /** The attacker's connection is over. */
    void close() {
        closed = true;
        early.forget();
        attackersChannels.forEach(channel -> {
            if (channel instanceof OwnChannel own) {
                own.abandon();
            }
        });
    }
}
