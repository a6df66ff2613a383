package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.relay.Backlog;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What an attacker says about channels whose opening its guest has not answered yet. OpenSSH's server has opened a
 * channel before it reads the next message, so a client may guess the channel's number and go on without waiting; the
 * relay learns the number from the guest. The first message about a channel that is not there waits for the guest's
 * answers, and everything that follows it waits behind it. What waits is the attacker's backlog. Its monitor is the
 * order of the attacker's messages: whoever handles them holds it.
 */
final class EarlyMessages {

    /** What a message takes beside its bytes. */
    private static final int OVERHEAD = 128;

    private final Backlog backlog;
    private final Deque<Held> held = new ArrayDeque<>();
    private int unanswered;
    private boolean delivering;

    EarlyMessages(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Takes a message, and what follows its command. */
    interface Handler {

        void handle(int command, Buffer message);
    }

    /** The guest is asked to open a channel. */
    synchronized void asked() {
        unanswered++;
    }

    /** The guest has opened a channel or will not; what waited for that is handled now. */
    synchronized void answered() {
        unanswered--;
        delivering = true;
        try {
            while (unanswered == 0 && !held.isEmpty()) {
                Held next = held.remove();
                backlog.gone(next.size);
                next.handler.handle(next.command, next.message);
            }
        } finally {
            delivering = false;
        }
    }

    /** Whether a channel that is not there may be soon. */
    synchronized boolean mayCome() {
        return unanswered > 0;
    }

    /** Whether messages wait, and so everything that comes has to. */
    synchronized boolean areWaiting() {
        return !held.isEmpty() && !delivering;
    }

    /**
     * Keeps a message.
     *
     * @param message what follows the command; is copied
     * @param handler gets it when its time has come
     */
    synchronized void hold(int command, Buffer message, Handler handler) {
        byte[] copy = new byte[message.available()];
        System.arraycopy(message.array(), message.rpos(), copy, 0, copy.length);
        Held early = new Held(handler, command, new ByteArrayBuffer(copy), OVERHEAD + copy.length);
        if (delivering) {
            held.addFirst(early);
        } else {
            held.addLast(early);
        }
        backlog.add(early.size);
    }

    /** The attacker is gone. */
    synchronized void forget() {
        held.clear();
    }

    private record Held(Handler handler, int command, Buffer message, int size) {}
}
