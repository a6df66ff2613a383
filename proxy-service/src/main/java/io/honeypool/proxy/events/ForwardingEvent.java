package io.honeypool.proxy.events;

import java.util.Map;

/** A fact about connections that an attacker forwards through its session. */
public sealed interface ForwardingEvent extends HoneypotEvent {

    /** The attacker asks for a connection to somewhere (RFC 4254, section 7.2). */
    record DirectTcpipRequested(String host, long port, String originHost, long originPort) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "cowrie.direct-tcpip.request";
        }

        @Override
        public boolean hasOwnDestination() {
            return true;
        }

        @Override
        public String message() {
            return "direct-tcp connection request to " + host + ":" + port + " from " + originHost + ":" + originPort;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("dst_ip", host, "dst_port", port, "orig_ip", originHost, "orig_port", originPort);
        }
    }

    /** What the attacker sends through such a connection, the beginning of it. */
    record DirectTcpipData(String host, long port, long id, String data) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "cowrie.direct-tcpip.data";
        }

        @Override
        public boolean hasOwnDestination() {
            return true;
        }

        @Override
        public String message() {
            return "direct-tcp forward to " + host + ":" + port + " with data " + data;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("dst_ip", host, "dst_port", port, "data", data, "id", id);
        }
    }

    /** Such a connection was to go to where the operator wants it, and nothing answered there. */
    record RedirectFailed(String host, long port, String reason) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "honeypool.direct-tcpip.redirect_failed";
        }

        @Override
        public boolean hasOwnDestination() {
            return true;
        }

        @Override
        public String message() {
            return "direct-tcp connection to " + host + ":" + port + " not redirected: " + reason;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("dst_ip", host, "dst_port", port, "reason", reason);
        }
    }

    /** The attacker asks for a connection to a socket in the file system. */
    record DirectStreamlocalRequested(String path) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "honeypool.direct-streamlocal.request";
        }

        @Override
        public String message() {
            return "Connection request to socket " + path;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("path", path);
        }
    }

    /** The attacker wants connections to an address passed on to it (RFC 4254, section 7.1). */
    record TcpipForwardRequested(String host, long port) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "honeypool.tcpip-forward.request";
        }

        @Override
        public String message() {
            return "Request to forward connections to " + host + ":" + port;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("bind_ip", host, "bind_port", port);
        }
    }

    /** The attacker wants connections to a socket in the file system passed on to it. */
    record StreamlocalForwardRequested(String path) implements ForwardingEvent {
        @Override
        public String eventId() {
            return "honeypool.streamlocal-forward.request";
        }

        @Override
        public String message() {
            return "Request to forward connections to socket " + path;
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("path", path);
        }
    }
}
