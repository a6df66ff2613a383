package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.commands.ShownLine;
import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs an attacker in at the guest's own prompts with a name and a password that are not the guest's. What is typed at
 * a prompt is edited and shown here as the guest's terminal would do it; the guest is told its own account instead,
 * with a wrong password if the attacker is not let in, so that it refuses in its own words.
 */
public final class SpoofedLogin implements Dialogue {

    /** Appended to the guest's password to make it wrong. */
    static final String WRONG = "fake";

    private static final Duration SETTLED = Duration.ofMillis(300);

    /** Output that is held at most while it is not clear whether the guest let the sensor in. */
    private static final int MOST_HELD = 4096;

    private final Prompts prompts;
    private final LoginJudge judge;
    private final GuestAccount account;
    private final EchoState echo = new EchoState();
    private final HiddenEcho hidden = new HiddenEcho();
    private final ShownLine line = new ShownLine();
    private final PromptMemory asked = new PromptMemory();
    private final Unprompted unprompted;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** What the terminal would have shown of a name, if it showed anything: then it will, with the guest's own. */
    private final ByteArrayOutputStream unshown = new ByteArrayOutputStream();

    private State state = State.UNASKED;
    private TypedLine typing = new TypedLine(0, false);
    private byte @Nullable [] name;
    private byte[] negotiatedName = new byte[0];
    private boolean nameless;
    private boolean afterReturn;
    private boolean typedSinceOpen;
    private Iterator<String> passwords = List.<String>of().iterator();
    private String password = "";

    private enum State {
        /** The guest asks for nothing. */
        UNASKED,
        /** The guest asks for a user name. */
        NAME,
        /** The guest asks for a password. */
        PASSWORD,
        /** The attacker is let in, and the guest was told its own password. */
        ENTERING,
        /** The guest refused that, and is told another as soon as it asks. */
        AGAIN,
        /** Everything passes. */
        OPEN
    }

    /**
     * A dialogue at its beginning.
     *
     * @param account how the guest is entered before anybody is let in
     */
    public SpoofedLogin(Prompts prompts, LoginJudge judge, GuestAccount account) {
        this.prompts = prompts;
        this.judge = judge;
        this.account = account;
        this.unprompted = new Unprompted(prompts);
    }

    @Override
    public synchronized boolean takes(byte next) {
        return switch (state) {
            case NAME, PASSWORD, OPEN -> true;
            case UNASKED, ENTERING, AGAIN -> afterReturn && Keys.isAfterReturn(next);
        };
    }

    @Override
    public synchronized boolean typed(byte b, Outbox out) {
        boolean second = afterReturn && Keys.isAfterReturn(b);
        afterReturn = b == '\r' && state != State.OPEN;
        if (second) {
            return false;
        }
        if (state != State.OPEN) {
            edit(b, out);
            return false;
        }
        typedSinceOpen = true;
        out.dataToGuest(b);
        return true;
    }

    private void edit(byte b, Outbox out) {
        if (typing.isLiteral()) {
            type(b, out);
        } else if (Keys.isEnter(b) || (Keys.isEndOfInput(b) && !typing.isEmpty())) {
            answer(b, out);
        } else if (Keys.isSignal(b) || Keys.isEndOfInput(b)) {
            typing = new TypedLine(line.column(), echo.showsTabsAsBlanks());
            out.toGuest(b);
        } else if (Keys.isFlowControl(b)) {
            out.toGuest(b);
        } else {
            type(b, out);
        }
    }

    private void type(byte b, Outbox out) {
        typing.type(b);
        byte[] shown = typing.takeEcho();
        if (state == State.NAME && echo.isOn()) {
            out.dataToAttacker(shown);
        } else if (state == State.NAME && unshown.size() < TypedLine.LONGEST) {
            unshown.writeBytes(shown);
        }
    }

    private void answer(byte end, Outbox out) {
        byte[] text = typing.text();
        boolean forName = state == State.NAME;
        state = State.UNASKED;
        line.clear();
        if (forName) {
            // without a name the guest asks for a password, of nobody
            nameless = text.length == 0;
            if (!nameless) {
                name = text;
                sendName(out);
            }
            out.toGuest(end);
        } else {
            answerPassword(text, end, out);
        }
    }

    private void sendName(Outbox out) {
        byte[] username = bytes(account.username());
        hidden.expect(username);
        out.dataToGuest(username);
    }

    private void answerPassword(byte[] typed, byte end, Outbox out) {
        byte[] whose = name == null ? negotiatedName : name;
        name = null;
        negotiatedName = new byte[0];
        Optional<GuestAccount> entry = decide(whose, typed);
        if (entry.isPresent()) {
            passwords = entry.get().passwords().iterator();
            nextPassword(end, out);
        } else {
            out.dataToGuest(bytes(account.passwords().getFirst() + WRONG));
            out.toGuest(end);
        }
    }

    private Optional<GuestAccount> decide(byte[] whose, byte[] typed) {
        if (!nameless) {
            return judge.decide(whose, typed);
        }
        nameless = false;
        judge.refuse(whose, typed);
        return Optional.empty();
    }

    private void nextPassword(byte end, Outbox out) {
        password = passwords.next();
        out.dataToGuest(bytes(password));
        out.toGuest(end);
        line.clear();
        held.reset();
        state = State.ENTERING;
    }

    @Override
    public synchronized void shown(byte b, Outbox out) {
        unprompted.heard();
        switch (state) {
            case OPEN -> {
                out.dataToAttacker(b);
                if (!typedSinceOpen && line.write(b)) {
                    line.clear();
                }
            }
            case ENTERING -> {
                held.write(b);
                if (line.write(b)) {
                    endedWhileEntering(out);
                }
            }
            case AGAIN -> {
                if (line.write(b)) {
                    line.clear();
                }
            }
            case UNASKED, NAME, PASSWORD -> pass(b, out);
        }
    }

    private void pass(byte b, Outbox out) {
        switch (hidden.take(b)) {
            case HELD -> {
                return;
            }
            case HIDDEN -> {
                echo.learn(true);
                out.dataToAttacker(unshown.toByteArray());
                unshown.reset();
                return;
            }
            case NO_ECHO -> {
                unshown.reset();
                echo.learn(hidden.held() > 0);
                byte[] sent = bytes(account.username());
                for (int i = 0; i < hidden.held(); i++) {
                    show(sent[i], out);
                }
            }
            case PASS -> {}
        }
        show(b, out);
    }

    private void show(byte b, Outbox out) {
        out.dataToAttacker(b);
        if (line.write(b)) {
            line.clear();
        }
    }

    private void endedWhileEntering(Outbox out) {
        String text = line.text();
        boolean blank = line.isBlank();
        line.clear();
        if (prompts.isFailure(text)) {
            refused(out);
        } else if (!blank || held.size() > MOST_HELD) {
            entered(out);
        }
    }

    private void entered(Outbox out) {
        state = State.OPEN;
        typedSinceOpen = false;
        release(out);
        judge.entered(password);
    }

    private void refused(Outbox out) {
        if (passwords.hasNext()) {
            state = State.AGAIN;
            held.reset();
        } else {
            state = State.UNASKED;
            release(out);
            judge.refusedByGuest();
        }
    }

    private void release(Outbox out) {
        out.dataToAttacker(held.toByteArray());
        held.reset();
    }

    @Override
    public synchronized void paused(Outbox out) {
        String text = line.text();
        switch (state) {
            case ENTERING -> {
                if (asked.isOneOf(text)) {
                    refused(out);
                    paused(out);
                } else if (prompts.isShell(text)) {
                    entered(out);
                }
            }
            case AGAIN -> again(text, out);
            case OPEN -> {
                if (!typedSinceOpen && asked.isOneOf(text)) {
                    judge.refusedByGuest();
                    ask(text);
                } else if (!typedSinceOpen && unprompted.isPossible() && isPrompt(text)) {
                    // it was slow, not without a login
                    ask(text);
                }
            }
            case UNASKED, NAME, PASSWORD -> {
                if (typing.isEmpty() || state == State.UNASKED) {
                    ask(text);
                }
            }
        }
    }

    private boolean isPrompt(String text) {
        return prompts.isPassword(text) || prompts.isUsername(text);
    }

    private void ask(String text) {
        state = prompts.isPassword(text) ? State.PASSWORD : prompts.isUsername(text) ? State.NAME : State.UNASKED;
        if (state != State.UNASKED) {
            asked.remember(text);
            unprompted.asked();
            unshown.reset();
            typing = new TypedLine(line.column(), echo.showsTabsAsBlanks());
        }
    }

    /** Nobody sees this: the attacker's first try is still being answered. */
    private void again(String text, Outbox out) {
        if (prompts.isPassword(text)) {
            nextPassword((byte) '\r', out);
        } else if (prompts.isUsername(text)) {
            line.clear();
            out.dataToGuest(bytes(account.username()));
            out.toGuest((byte) '\r');
        }
    }

    @Override
    public synchronized void quiet(Duration silence, Outbox out) {
        if (state == State.ENTERING && !line.isBlank() && silence.compareTo(SETTLED) >= 0) {
            entered(out);
        } else if (state == State.UNASKED && unprompted.isIn(line.text(), silence)) {
            state = State.OPEN;
            typedSinceOpen = false;
            judge.enteredWithoutLogin();
        }
    }

    @Override
    public synchronized boolean waitsForQuiet() {
        return state == State.ENTERING || (state == State.UNASKED && unprompted.isPossible());
    }

    @Override
    public synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    @Override
    public synchronized void negotiated(boolean guest, Negotiation negotiation) {
        echo.negotiated(guest, negotiation);
    }

    /** A name that would be an option of login(1) is the guest's business: that is an attack on its server. */
    @Override
    public synchronized Environment environment(Environment sent) {
        if (state == State.OPEN) {
            return sent;
        }
        List<Environment.Variable> told = new ArrayList<>();
        for (Environment.Variable variable : sent.variables()) {
            Optional<byte[]> its = prompts.usernameIn(variable);
            if (its.isEmpty() || its.get().length == 0 || its.get()[0] == '-') {
                told.add(variable);
            } else {
                negotiatedName = its.get();
                told.add(variable.with(bytes(account.username())));
            }
        }
        return new Environment(sent.option(), sent.command(), sent.swapped(), told);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
