package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import org.jspecify.annotations.Nullable;

/**
 * Whether the guest's terminal shows what is typed: as it was negotiated (RFC 857), until what it showed tells better.
 * BusyBox's server shows everything whatever was negotiated; it is known by asking for the attacker's echo first of
 * all. Not thread-safe.
 */
final class EchoState {

    private boolean heard;
    private boolean always;
    private boolean offered;
    private boolean refused;
    private @Nullable Boolean learned;

    boolean isOn() {
        return learned == null ? always || (offered && !refused) : learned;
    }

    /** Whether tabulators are shown as blanks. */
    boolean showsTabsAsBlanks() {
        return always;
    }

    void negotiated(boolean guest, Negotiation negotiation) {
        boolean echo = negotiation.option() == Telnet.ECHO;
        if (guest && !heard) {
            heard = true;
            always = echo && negotiation.verb() == Telnet.DO;
        }
        if (!echo) {
            return;
        }
        switch (negotiation.verb()) {
            case Telnet.WILL, Telnet.WONT -> {
                if (guest) {
                    change(negotiation.verb() == Telnet.WILL, refused);
                }
            }
            default -> {
                if (!guest) {
                    change(offered, negotiation.verb() == Telnet.DONT);
                }
            }
        }
    }

    /** Something was typed, and this is whether the guest showed it. */
    void learn(boolean shown) {
        learned = shown;
    }

    private void change(boolean nowOffered, boolean nowRefused) {
        if (nowOffered != offered || nowRefused != refused) {
            offered = nowOffered;
            refused = nowRefused;
            learned = null;
        }
    }
}
