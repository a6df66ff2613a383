package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.commands.ShownLine;
import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets everything pass and reads along: the guest itself decides who is let in, and what the attacker typed at its
 * prompts is told to the judge with what became of it.
 */
public final class ObservedLogin implements Dialogue {

    private static final Duration SETTLED = Duration.ofMillis(300);

    /** Lines typed ahead that are remembered. */
    private static final int MOST_AHEAD = 64;

    private final Prompts prompts;
    private final LoginJudge judge;
    private final TypedAhead ahead;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final ShownLine line = new ShownLine();
    private final PromptMemory asked = new PromptMemory();
    private final Unprompted unprompted;
    private State state = State.UNASKED;
    private TypedLine typing = new TypedLine(0, false);
    private byte @Nullable [] name;
    private byte[] negotiatedName = new byte[0];
    private byte[] password = new byte[0];
    private boolean afterReturn;

    private enum State {
        UNASKED,
        NAME,
        PASSWORD,
        ANSWERED,
        OPEN
    }

    /** Takes lines that were typed before the login was over and were no part of it. */
    public interface TypedAhead {

        /** A line, edited. */
        void typedAhead(byte[] line);
    }

    /** A dialogue at its beginning. */
    public ObservedLogin(Prompts prompts, LoginJudge judge, TypedAhead ahead) {
        this.prompts = prompts;
        this.judge = judge;
        this.ahead = ahead;
        this.unprompted = new Unprompted(prompts);
    }

    @Override
    public boolean takes(byte next) {
        return true;
    }

    @Override
    public synchronized boolean typed(byte b, Outbox out) {
        out.dataToGuest(b);
        boolean second = afterReturn && Keys.isAfterReturn(b);
        afterReturn = b == '\r';
        if (state == State.OPEN) {
            return true;
        }
        if (!second && !Keys.isFlowControl(b)) {
            edit(b);
        }
        return false;
    }

    private void edit(byte b) {
        if (typing.isLiteral()) {
            typing.type(b);
        } else if (Keys.isEnter(b)) {
            if (lines.size() < MOST_AHEAD) {
                lines.add(typing.text());
            }
            typing = new TypedLine(0, false);
            answer();
        } else if (Keys.isSignal(b)) {
            typing = new TypedLine(0, false);
        } else {
            typing.type(b);
            typing.takeEcho();
        }
    }

    private void answer() {
        if (lines.isEmpty()) {
            return;
        }
        switch (state) {
            case NAME -> {
                name = lines.remove();
                state = State.UNASKED;
                line.clear();
            }
            case PASSWORD -> {
                password = lines.remove();
                state = State.ANSWERED;
                line.clear();
            }
            case UNASKED, ANSWERED, OPEN -> {}
        }
    }

    @Override
    public synchronized void shown(byte b, Outbox out) {
        out.dataToAttacker(b);
        unprompted.heard();
        if (state == State.OPEN || !line.write(b)) {
            return;
        }
        String text = line.text();
        boolean blank = line.isBlank();
        line.clear();
        switch (state) {
            case NAME, PASSWORD -> state = State.UNASKED;
            case ANSWERED -> {
                if (prompts.isFailure(text)) {
                    settle(false);
                } else if (!blank) {
                    settle(true);
                }
            }
            case UNASKED, OPEN -> {}
        }
    }

    @Override
    public synchronized void paused(Outbox out) {
        String text = line.text();
        if (state == State.ANSWERED) {
            if (asked.isOneOf(text)) {
                settle(false);
            } else if (prompts.isShell(text)) {
                settle(true);
            }
        }
        if (state == State.UNASKED) {
            state = prompts.isPassword(text) ? State.PASSWORD : prompts.isUsername(text) ? State.NAME : State.UNASKED;
            if (state != State.UNASKED) {
                asked.remember(text);
                unprompted.asked();
                answer();
            }
        }
    }

    private void settle(boolean accepted) {
        byte[] whose = name == null ? negotiatedName : name;
        name = null;
        negotiatedName = new byte[0];
        judge.observed(whose, password, accepted);
        if (accepted) {
            open();
        } else {
            state = State.UNASKED;
        }
    }

    private void open() {
        state = State.OPEN;
        lines.forEach(ahead::typedAhead);
        lines.clear();
    }

    @Override
    public synchronized void quiet(Duration silence, Outbox out) {
        if (state == State.ANSWERED && !line.isBlank() && silence.compareTo(SETTLED) >= 0) {
            settle(true);
        } else if (state == State.UNASKED && unprompted.isIn(line.text(), silence)) {
            open();
            judge.enteredWithoutLogin();
        }
    }

    @Override
    public synchronized boolean waitsForQuiet() {
        return state == State.ANSWERED || (state == State.UNASKED && unprompted.isPossible());
    }

    @Override
    public synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    @Override
    public void negotiated(boolean guest, Negotiation negotiation) {
        // the guest's terminal shows what is typed
    }

    @Override
    public synchronized Environment environment(Environment sent) {
        sent.variables().stream()
                .map(prompts::usernameIn)
                .flatMap(Optional::stream)
                .filter(its -> its.length > 0 && its[0] != '-')
                .forEach(its -> negotiatedName = its);
        return sent;
    }
}
