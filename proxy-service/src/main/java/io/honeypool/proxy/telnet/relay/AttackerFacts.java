package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TelnetEvent;
import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Records what an attacker's negotiation tells: the size and the type of its terminal, its variables, and attacks on
 * Telnet servers. Records no more than an honest client gives reason to. Not thread-safe.
 */
public final class AttackerFacts {

    private static final String TERMINAL = "TERM";
    private static final String USER = "USER";
    private static final String LOGIN_OPTION = "CVE-2026-24061";
    private static final int MOST_EVENTS = 200;

    private final EventLog events;
    private int recorded;
    private boolean malformed;
    private HoneypotEvent.@Nullable ClientSize size;
    private @Nullable String terminal;

    public AttackerFacts(EventLog events) {
        this.events = events;
    }

    /** Reads a sub-negotiation. */
    public void read(Subnegotiation said) {
        if (said.cut() || !said.ended()) {
            malformed(said);
        }
        switch (said.option()) {
            case Telnet.NAWS -> size(said);
            case Telnet.TERMINAL_TYPE -> terminal(said);
            default -> Environment.read(said).ifPresent(this::variables);
        }
    }

    private void size(Subnegotiation said) {
        if (said.content().length != 5) {
            malformed(said);
            return;
        }
        HoneypotEvent.ClientSize now =
                new HoneypotEvent.ClientSize(said.at(1) << 8 | said.at(2), said.at(3) << 8 | said.at(4));
        if (!now.equals(size)) {
            size = now;
            record(now);
        }
    }

    private void terminal(Subnegotiation said) {
        if (said.at(1) != 0) {
            return;
        }
        byte[] type = Arrays.copyOfRange(said.content(), 2, said.content().length);
        String name = AttackerText.escape(type);
        if (!name.equals(terminal)) {
            terminal = name;
            record(new HoneypotEvent.ClientVariable(TERMINAL, name));
        }
    }

    private void variables(Environment environment) {
        for (Environment.Variable variable : environment.variables()) {
            byte @Nullable [] value = variable.value();
            if (value == null) {
                continue;
            }
            String name = AttackerText.escape(variable.name());
            String text = AttackerText.escape(value);
            record(new HoneypotEvent.ClientVariable(name, text));
            if (name.equals(USER) && new String(value, StandardCharsets.ISO_8859_1).startsWith("-f")) {
                record(new TelnetEvent.ExploitAttempted(LOGIN_OPTION, name, text));
            }
        }
    }

    private void malformed(Subnegotiation said) {
        if (!malformed) {
            malformed = true;
            int shown = Math.min(said.content().length, HoneypotEvent.MalformedPacket.SHOWN_BYTES);
            record(new HoneypotEvent.MalformedPacket(
                    said.option(), said.content().length, HexFormat.of().formatHex(said.content(), 0, shown)));
        }
    }

    private void record(HoneypotEvent event) {
        if (recorded++ < MOST_EVENTS) {
            events.record(event);
        }
    }
}
