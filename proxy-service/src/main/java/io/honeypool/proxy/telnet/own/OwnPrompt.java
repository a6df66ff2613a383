package io.honeypool.proxy.telnet.own;

import io.honeypool.proxy.telnet.login.Keys;
import io.honeypool.proxy.telnet.login.Prompts;
import io.honeypool.proxy.telnet.login.TypedLine;
import io.honeypool.proxy.telnet.relay.AttackerFacts;
import io.honeypool.proxy.telnet.relay.AttackerInput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A login as login(1) does it behind a real Telnet server, served by the sensor. Blocks; for one thread. */
public final class OwnPrompt {

    private static final String PASSWORD = "Password: ";
    private static final String NEW_LINE = "\r\n";

    private final OwnPromptSettings settings;
    private final Duration patience;
    private final Attacker attacker;
    private final Judge judge;
    private final Console console;
    private boolean afterReturn;

    /** Decides a login and records it. */
    public interface Judge {

        /** Whether the attacker is let in; never if {@code possible} is not true. */
        boolean decide(byte[] username, byte[] password, boolean possible);
    }

    /**
     * The attacker's side.
     *
     * @param address as it is shown in a banner
     */
    public record Attacker(String address, AttackerInput in, OutputStream out, AttackerFacts facts) {}

    /**
     * A prompt at its beginning.
     *
     * @param patience how long an attacker may leave the negotiation without an answer
     */
    public OwnPrompt(OwnPromptSettings settings, Prompts prompts, Duration patience, Attacker attacker, Judge judge) {
        this.settings = settings;
        this.patience = patience;
        this.attacker = attacker;
        this.judge = judge;
        this.console = new Console(attacker, prompts, settings);
    }

    /**
     * Asks until somebody is let in.
     *
     * @return the password that did; empty if nobody was
     */
    public Optional<byte[]> run() throws IOException, InterruptedException {
        console.negotiate(patience);
        console.show(settings.greeting(attacker.address()));
        for (int tries = 1; ; tries++) {
            console.show(settings.prompt());
            byte[] name = line(true);
            if (name == null) {
                return gone();
            }
            console.show(PASSWORD);
            byte[] password = line(false);
            if (password == null) {
                return gone();
            }
            if (judge.decide(name, password, name.length > 0)) {
                console.flush();
                return Optional.of(password);
            }
            refuse();
            if (tries == settings.tries()) {
                console.show("Maximum number of tries exceeded (" + tries + ")" + NEW_LINE);
                console.flush();
                return Optional.empty();
            }
        }
    }

    /** How the guest's server is answered in the attacker's place. */
    public GuestEntrance entrance() {
        return new GuestEntrance(console.negotiated());
    }

    /** What was typed past the login, as it came. */
    public byte[] rest() {
        return console.rest();
    }

    private void refuse() throws IOException, InterruptedException {
        console.show(NEW_LINE);
        console.flush();
        double factor = 0.75 + ThreadLocalRandom.current().nextDouble(0.5);
        Thread.sleep(Duration.ofNanos((long) (settings.failureDelay().toNanos() * factor)));
        console.show(NEW_LINE + "Login incorrect" + NEW_LINE);
    }

    private Optional<byte[]> gone() throws IOException {
        if (console.isLate()) {
            console.show(
                    NEW_LINE + "Login timed out after " + settings.timeout().toSeconds() + " seconds." + NEW_LINE);
            console.flush();
        }
        return Optional.empty();
    }

    /**
     * A line as it is typed; null if it never ends. A server that is refused echo while it asks turns its terminal's
     * echo off, and login(1) turns it on again when it has asked for the password. It does so when it is refused echo
     * before login(1) runs, too, if that starts as fast as on a real machine: then what a bot sees does not differ.
     */
    private byte @Nullable [] line(boolean visible) throws IOException {
        TypedLine line = new TypedLine(
                visible ? settings.prompt().length() : 0, settings.style() == OwnPromptSettings.Style.BUSYBOX);
        boolean wanted = console.echoes();
        while (true) {
            int key = console.next();
            if (key == Console.END) {
                return null;
            }
            byte b = (byte) key;
            boolean second = afterReturn && Keys.isAfterReturn(b);
            afterReturn = b == '\r';
            if (second || (Keys.isFlowControl(b) && !line.isLiteral())) {
                continue;
            }
            if (!line.isLiteral() && (Keys.isSignal(b) || (Keys.isEndOfInput(b) && line.isEmpty()))) {
                return null;
            }
            boolean shown = visible && console.echoes() == wanted;
            if (!line.isLiteral() && (Keys.isEnter(b) || Keys.isEndOfInput(b))) {
                console.show(shown && Keys.isEnter(b) ? NEW_LINE : "");
                return line.text();
            }
            line.type(b);
            byte[] typed = line.takeEcho();
            if (shown) {
                console.show(typed);
            }
        }
    }
}
