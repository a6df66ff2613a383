package io.honeypool.common.lease;

import java.util.Locale;

/** The protocol an attacker logs in with, on the attacker side and on the guest side alike. */
public enum LoginProtocol {
    SSH,
    TELNET;

    /** The protocol's name as it stands in events, metrics and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
