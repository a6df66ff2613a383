package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.commands.CommandLines;
import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.login.Dialogue;
import io.honeypool.proxy.telnet.login.Outbox;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An attacker and a guest talking to each other, with a dialogue in between. A thread each: who does not read holds up
 * the other, and nothing collects here but a chunk in each direction and what an attacker types ahead.
 *
 * <p>Locks are taken in this order: {@code attackerOut}, the dialogue, the command lines. Nothing that can block for
 * long is done under the latter two.
 */
public final class TelnetRelay {

    /** What is read at once. */
    public static final int CHUNK = 4096;

    /** What is kept of what an attacker types ahead, and a chunk. */
    public static final int MOST_HELD = 64 * 1024;

    /** What is kept of a sub-negotiation; servers keep 512 bytes. */
    public static final int MOST_OF_SUBNEGOTIATION = 4096;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration AFTER_ATTACKER = Duration.ofSeconds(60);

    private final AttackerInput attackerIn;
    private final Object attackerLock = new Object();
    private final OutputStream attackerOut;
    private final Socket attacker;
    private final Socket guest;
    private final Dialogue dialogue;
    private final CommandLines commands;
    private final AttackerFacts facts;
    private final SilentAttacker silent;
    private final CountDownLatch attackerDone = new CountDownLatch(1);
    private volatile boolean guestGone;

    /**
     * The ends of a relay.
     *
     * @param socket the attacker's
     * @param in what is read of it
     * @param out where to it is written
     */
    public record Attacker(Socket socket, AttackerInput in, OutputStream out) {}

    /**
     * Makes a relay; nothing moves yet.
     *
     * @param patience how long an attacker may leave a guest that negotiates without an answer; zero for ever
     */
    public TelnetRelay(
            Attacker attacker,
            Socket guest,
            Dialogue dialogue,
            CommandLines commands,
            AttackerFacts facts,
            Duration patience) {
        this.attacker = attacker.socket();
        this.attackerIn = attacker.in();
        this.attackerOut = attacker.out();
        this.guest = guest;
        this.dialogue = dialogue;
        this.commands = commands;
        this.facts = facts;
        this.silent = new SilentAttacker(patience, System.nanoTime());
    }

    /** Moves everything until one side ends. Blocks. */
    public void run(String name) throws IOException, InterruptedException {
        GuestPump back = new GuestPump(this, guest);
        Thread backward = Thread.ofVirtual().name(name + "-guest").start(() -> fromGuest(back));
        try {
            new AttackerPump(this, attackerIn).run();
        } finally {
            attackerDone.countDown();
        }
        if (!guestGone) {
            guest.shutdownOutput();
        }
        if (!backward.join(AFTER_ATTACKER)) {
            guest.close();
            backward.join();
        }
        commands.close();
    }

    private void fromGuest(GuestPump pump) {
        try {
            pump.run();
        } catch (IOException ended) {
            // by either side; nobody is left to be told
        }
        guestGone = true;
        try {
            attacker.shutdownOutput();
            // what was sent arrives only if the socket is not closed over what it has not read
            var _ = attackerDone.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            attacker.close();
        } catch (IOException ended) {
            // it went first
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Dialogue dialogue() {
        return dialogue;
    }

    CommandLines commands() {
        return commands;
    }

    AttackerFacts facts() {
        return facts;
    }

    SilentAttacker silent() {
        return silent;
    }

    boolean isGuestGone() {
        return guestGone;
    }

    /** Something that may write to the attacker, in the order in which it is done. */
    interface Step {

        void run(Outbox out) throws IOException;
    }

    /** Takes a step, sends what the attacker is to see, and then what the guest is told. */
    void step(Step step, Outbox out) throws IOException {
        synchronized (attackerLock) {
            step.run(out);
            out.flushToAttacker(attackerOut);
        }
        toGuest(out);
    }

    /** Sends what there is for the guest. */
    void toGuest(Outbox out) throws IOException {
        synchronized (guest) {
            out.flushToGuest(guest.getOutputStream());
        }
    }

    /** What a guest is told of a command. */
    TelnetCommand translate(TelnetCommand.Subnegotiation said) {
        facts.read(said);
        return Environment.read(said)
                .<TelnetCommand>map(sent -> {
                    var told = dialogue.environment(sent);
                    return told.equals(sent) ? said : told.encoded();
                })
                .orElse(said);
    }
}
