package io.honeypool.proxy.events;

import java.util.Map;

/**
 * One fact about an attacker. Text in an event is already safe to print: see {@link AttackerText}. Every event type has
 * its section in {@code docs/events.md}.
 */
public sealed interface HoneypotEvent
        permits HoneypotEvent.SessionConnected,
                HoneypotEvent.ClientVersion,
                HoneypotEvent.LoginSucceeded,
                HoneypotEvent.LoginFailed,
                HoneypotEvent.CommandInput,
                HoneypotEvent.CommandsOmitted,
                HoneypotEvent.ClientSize,
                HoneypotEvent.ClientVariable,
                HoneypotEvent.MalformedPacket,
                HoneypotEvent.GuestConnected,
                HoneypotEvent.GuestConnectFailed,
                HoneypotEvent.LeaseGranted,
                HoneypotEvent.LeaseRefused,
                HoneypotEvent.LeaseReleased,
                HoneypotEvent.SessionLimited,
                HoneypotEvent.SessionClosed,
                LoginEvent,
                TransportEvent,
                ForwardingEvent,
                CaptureEvent,
                LandingEvent,
                TelnetEvent,
                RecordingEvent,
                RawEvent {

    /** The type's name in the stream, stable over releases. */
    String eventId();

    /** The fact in words. */
    String message();

    /** What the event carries beside its session's identity, in the order it is written. */
    Map<String, Object> fields();

    /** Whether the event is about another destination than the sensor, and says so in the same fields. */
    default boolean hasOwnDestination() {
        return false;
    }

    /** First event of a session. */
    record SessionConnected(String source, int port) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.session.connect";
        }

        @Override
        public String message() {
            return "New connection: " + source + ":" + port;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of();
        }
    }

    /** The attacker's identification string (RFC 4253, section 4.2). */
    record ClientVersion(String version) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.client.version";
        }

        @Override
        public String message() {
            return "Remote SSH version: " + version;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("version", version);
        }
    }

    /** A password login that was let in. */
    record LoginSucceeded(String username, String password) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.login.success";
        }

        @Override
        public String message() {
            return "login attempt [" + username + "/" + password + "] succeeded";
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("username", username, "password", password);
        }
    }

    /** A password login that was refused. */
    record LoginFailed(String username, String password) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.login.failed";
        }

        @Override
        public String message() {
            return "login attempt [" + username + "/" + password + "] failed";
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("username", username, "password", password);
        }
    }

    /** A command line, as typed or as given to {@code exec}. */
    record CommandInput(String input) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.command.input";
        }

        @Override
        public String message() {
            return "CMD: " + input;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("input", input);
        }
    }

    /** Command lines that have no event of their own, as there were too many in their shell. */
    record CommandsOmitted(long count) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "honeypool.command.omitted";
        }

        @Override
        public String message() {
            return count + " more command lines were left out";
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("count", count);
        }
    }

    /** The terminal's size in characters, first and at every change. */
    record ClientSize(long width, long height) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.client.size";
        }

        @Override
        public String message() {
            return "Terminal size: " + width + " " + height;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("width", width, "height", height);
        }
    }

    /** An environment variable that the attacker set before its command. */
    record ClientVariable(String name, String value) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.client.var";
        }

        @Override
        public String message() {
            return "request_env: " + name + "=" + value;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("name", name, "value", value);
        }
    }

    /** A message that cannot be read; {@code data} is the beginning of it in hexadecimal. */
    record MalformedPacket(int messageNumber, int length, String data) implements HoneypotEvent {

        /** How much of the message the event shows. */
        public static final int SHOWN_BYTES = 256;

        @Override
        public String eventId() {
            return "cowrie.client.malformed_packet";
        }

        @Override
        public String message() {
            return "Malformed packet, message " + messageNumber + " of " + length + " bytes";
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("messagenum", messageNumber, "datalen", length, "data", data);
        }
    }

    /** The connection to the guest stands. */
    record GuestConnected(String host, int port, String localHost, int localPort) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.proxy.backend_connected";
        }

        @Override
        public String message() {
            return "Connected to guest " + host + ":" + port;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("backend_ip", host, "backend_port", port, "local_ip", localHost, "local_port", localPort);
        }
    }

    /** The guest could not be reached or refused its own credentials. */
    record GuestConnectFailed(String host, int port, String error) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.proxy.backend_connect_error";
        }

        @Override
        public String message() {
            return "No connection to guest " + host + ":" + port + ": " + error;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("backend_ip", host, "backend_port", port, "error", error);
        }
    }

    /** The pool gave this session a guest; {@code waitMillis} is how long the answer took. */
    record LeaseGranted(String lease, String guest, boolean fresh, String profile, long waitMillis)
            implements HoneypotEvent {
        @Override
        public String eventId() {
            return "honeypool.lease.granted";
        }

        @Override
        public String message() {
            return (fresh ? "New lease " : "Lease ") + lease + " of guest " + guest;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("lease", lease, "guest", guest, "fresh", fresh, "profile", profile, "wait_ms", waitMillis);
        }
    }

    /** The pool gave no guest; the session ends. */
    record LeaseRefused(String reason) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "honeypool.lease.refused";
        }

        @Override
        public String message() {
            return "No guest: " + reason;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("reason", reason);
        }
    }

    /** This session's hold on its lease was given back; {@code used} tells whether it ever entered the guest. */
    record LeaseReleased(String lease, String guest, boolean used) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "honeypool.lease.released";
        }

        @Override
        public String message() {
            return "Lease " + lease + " released " + (used ? "used" : "unused");
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("lease", lease, "guest", guest, "used", used);
        }
    }

    /** A limit ended or refused the session. */
    record SessionLimited(String limit) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "honeypool.session.limited";
        }

        @Override
        public String message() {
            return "Limit reached: " + limit;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("limit", limit);
        }
    }

    /** Last event of a session. */
    record SessionClosed(long durationMillis) implements HoneypotEvent {
        @Override
        public String eventId() {
            return "cowrie.session.closed";
        }

        @Override
        public String message() {
            return "Connection lost after " + durationMillis + " ms";
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("duration", Fields.seconds(durationMillis), "duration_ms", durationMillis);
        }
    }
}
