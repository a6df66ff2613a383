package io.honeypool.proxy.events;

import java.util.Map;

/** A fact that only Telnet knows. */
public sealed interface TelnetEvent extends HoneypotEvent {

    /** A variable that the attacker sent attacks the guest's Telnet server. */
    record ExploitAttempted(String cve, String name, String value) implements TelnetEvent {
        @Override
        public String eventId() {
            return "cowrie.telnet.exploit_attempt";
        }

        @Override
        public String message() {
            return "Attempt to exploit " + cve + ": " + name + "=" + value;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("cve", cve, "name", name, "value", value);
        }
    }
}
