package io.honeypool.proxy.telnet.own;

import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The server's side of a negotiation, step by step as the real servers do it: what they ask for, in which order, and
 * what they wait for before they show their prompt. Not thread-safe.
 */
final class ServerNegotiation {

    private static final int STATUS = 5;
    private static final int TIMING_MARK = 6;
    private static final int SPEED = 32;
    private static final int FLOW_CONTROL = 33;
    private static final int LINEMODE = 34;
    private static final int DISPLAY = 35;
    private static final int AUTHENTICATION = 37;
    private static final int ENCRYPTION = 38;
    private static final byte SEND = 1;

    /** In the order in which their values are asked for. */
    private static final List<Integer> VALUES =
            List.of(SPEED, DISPLAY, Telnet.NEW_ENVIRON, Telnet.ENVIRON, Telnet.TERMINAL_TYPE);

    private final OwnPromptSettings.Style style;
    private final Negotiated negotiated;
    private final Set<Integer> asked = new HashSet<>();
    private final Set<Integer> offered = new HashSet<>();
    private Step step = Step.BEGIN;

    private enum Step {
        BEGIN,
        OPTIONS,
        VALUES,
        MODES,
        DONE
    }

    ServerNegotiation(OwnPromptSettings.Style style, Negotiated negotiated) {
        this.style = style;
        this.negotiated = negotiated;
    }

    /** Whether the prompt may be shown. */
    boolean isDone() {
        return step == Step.DONE;
    }

    /** Goes on as far as it can; {@code impatient} waits for no answer. */
    List<TelnetCommand> proceed(boolean impatient) {
        List<TelnetCommand> commands = new ArrayList<>();
        while (step != Step.DONE && (impatient || isAnswered())) {
            next(commands);
        }
        return commands;
    }

    private boolean isAnswered() {
        return switch (step) {
            case BEGIN, DONE -> true;
            case OPTIONS -> VALUES.stream().allMatch(option -> negotiated.does(option) != null);
            case VALUES ->
                VALUES.stream()
                        .allMatch(
                                option -> !Boolean.TRUE.equals(negotiated.does(option)) || negotiated.hasSaid(option));
            case MODES -> negotiated.does(Telnet.ECHO) != null && negotiated.does(LINEMODE) != null;
        };
    }

    private void next(List<TelnetCommand> commands) {
        if (style == OwnPromptSettings.Style.BUSYBOX) {
            ask(commands, Telnet.ECHO, Telnet.NAWS);
            offer(commands, Telnet.ECHO, Telnet.SGA);
            step = Step.DONE;
            return;
        }
        switch (step) {
            case BEGIN -> {
                offer(commands, AUTHENTICATION, ENCRYPTION);
                ask(commands, Telnet.TERMINAL_TYPE, SPEED, DISPLAY, Telnet.NEW_ENVIRON, Telnet.ENVIRON);
                step = Step.OPTIONS;
            }
            case OPTIONS -> {
                VALUES.stream()
                        .filter(option -> Boolean.TRUE.equals(negotiated.does(option)))
                        .forEach(option -> commands.add(Subnegotiation.of((byte) (int) option, SEND)));
                step = Step.VALUES;
            }
            case VALUES -> {
                offer(commands, Telnet.SGA);
                ask(commands, Telnet.ECHO, LINEMODE, Telnet.NAWS);
                offer(commands, STATUS);
                ask(commands, FLOW_CONTROL);
                step = Step.MODES;
            }
            case MODES -> {
                if (Boolean.TRUE.equals(negotiated.does(LINEMODE))) {
                    commands.add(new Negotiation(Telnet.DONT, LINEMODE));
                }
                offer(commands, Telnet.ECHO);
                ask(commands, TIMING_MARK, Telnet.BINARY);
                step = Step.DONE;
            }
            case DONE -> {}
        }
    }

    /** Answers what the attacker offers or asks for of its own accord; takes note of its answers. */
    List<TelnetCommand> heard(Negotiation said) {
        boolean itsOwn = said.verb() == Telnet.WILL || said.verb() == Telnet.WONT;
        Boolean before = itsOwn ? negotiated.does(said.option()) : negotiated.wants(said.option());
        negotiated.heard(said);
        boolean answer = (itsOwn ? asked : offered).contains(said.option());
        boolean isNew = before == null ? said.isOffer() : before != said.isOffer();
        if (answer || !isNew) {
            return List.of();
        }
        boolean agreed = said.isOffer()
                && (itsOwn
                                ? Set.of(
                                        Telnet.SGA,
                                        Telnet.NAWS,
                                        Telnet.TERMINAL_TYPE,
                                        Telnet.BINARY,
                                        Telnet.NEW_ENVIRON)
                                : Set.of(Telnet.ECHO, Telnet.SGA, Telnet.BINARY))
                        .contains(said.option());
        int verb = itsOwn ? (agreed ? Telnet.DO : Telnet.DONT) : (agreed ? Telnet.WILL : Telnet.WONT);
        return List.of(new Negotiation(verb, said.option()));
    }

    /** Whether what is typed is shown. */
    boolean echoes() {
        return style == OwnPromptSettings.Style.BUSYBOX || !Boolean.FALSE.equals(negotiated.wants(Telnet.ECHO));
    }

    private void ask(List<TelnetCommand> commands, int... options) {
        for (int option : options) {
            if (asked.add(option) && !Boolean.TRUE.equals(negotiated.does(option))) {
                commands.add(new Negotiation(Telnet.DO, option));
            }
        }
    }

    private void offer(List<TelnetCommand> commands, int... options) {
        for (int option : options) {
            if (offered.add(option) && !Boolean.TRUE.equals(negotiated.wants(option))) {
                commands.add(new Negotiation(Telnet.WILL, option));
            }
        }
    }
}
