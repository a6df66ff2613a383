package io.honeypool.proxy.telnet.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A dialogue with an attacker and a guest that are played by a test, and a judge that writes down what it is told. */
final class Stage implements LoginJudge {

    static final GuestAccount ACCOUNT = new GuestAccount("guest", List.of("real"));
    static final Prompts PROMPTS = Prompts.of(new DefaultPrompts());

    private final Dialogue dialogue;
    private final Outbox out = new Outbox();
    private final Deque<Byte> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream forShell = new ByteArrayOutputStream();
    final List<String> told = new ArrayList<>();
    List<String> passwords = List.of("real");

    private Stage(Function<LoginJudge, Dialogue> dialogue) {
        this.dialogue = dialogue.apply(this);
        this.dialogue.negotiated(true, new Negotiation(Telnet.WILL, Telnet.SGA));
        this.dialogue.negotiated(true, new Negotiation(Telnet.WILL, Telnet.ECHO));
    }

    static Stage spoofed() {
        return new Stage(judge -> new SpoofedLogin(PROMPTS, judge, ACCOUNT));
    }

    /** With another password of the guest's. */
    static Stage spoofed(String password) {
        GuestAccount account = new GuestAccount(ACCOUNT.username(), List.of(password));
        Stage stage = new Stage(judge -> new SpoofedLogin(PROMPTS, judge, account));
        stage.passwords = account.passwords();
        return stage;
    }

    static Stage observed() {
        return new Stage(judge -> new ObservedLogin(
                PROMPTS, judge, line -> ((Stage) judge).told.add("ahead " + new String(line, ISO_8859_1))));
    }

    Dialogue dialogue() {
        return dialogue;
    }

    /** The attacker types; what is not taken waits. */
    Stage types(String text) {
        for (byte b : text.getBytes(ISO_8859_1)) {
            waiting.add(b);
        }
        take();
        return this;
    }

    private void take() {
        while (!waiting.isEmpty() && dialogue.takes(waiting.peek())) {
            byte b = waiting.remove();
            if (dialogue.typed(b, out)) {
                forShell.write(b);
            }
        }
    }

    /** The guest shows something, in pieces, and falls silent. */
    Stage shows(String text, int size) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += size) {
            for (byte b : Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))) {
                dialogue.shown(b, out);
            }
            dialogue.paused(out);
        }
        take();
        return this;
    }

    Stage shows(String text) {
        return shows(text, Integer.MAX_VALUE / 2);
    }

    Stage silent(Duration silence) {
        dialogue.quiet(silence, out);
        take();
        return this;
    }

    /** What the guest was told since this was asked last. */
    String guest() {
        return taken(true);
    }

    /** What the attacker was shown since this was asked last. */
    String attacker() {
        return taken(false);
    }

    /** What was typed past the login. */
    String shell() {
        return forShell.toString(ISO_8859_1);
    }

    private String taken(boolean guest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (guest) {
                out.flushToGuest(bytes);
            } else {
                out.flushToAttacker(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(ISO_8859_1);
    }

    @Override
    public Optional<GuestAccount> decide(byte[] username, byte[] password) {
        String login = text(username) + "/" + text(password);
        boolean accepted = text(password).startsWith("good");
        told.add((accepted ? "accepted " : "refused ") + login);
        return accepted ? Optional.of(new GuestAccount("guest", passwords)) : Optional.empty();
    }

    @Override
    public void refuse(byte[] username, byte[] password) {
        told.add("refused " + text(username) + "/" + text(password));
    }

    @Override
    public void entered(String password) {
        told.add("entered " + password);
    }

    @Override
    public void refusedByGuest() {
        told.add("refused by guest");
    }

    @Override
    public void observed(byte[] username, byte[] password, boolean accepted) {
        told.add((accepted ? "saw accepted " : "saw refused ") + text(username) + "/" + text(password));
    }

    @Override
    public void enteredWithoutLogin() {
        told.add("entered without login");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
