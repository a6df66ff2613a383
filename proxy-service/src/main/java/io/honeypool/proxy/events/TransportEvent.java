package io.honeypool.proxy.events;

import java.util.List;
import java.util.Map;

/** What an attacker's SSH transport shows and does, before and beside its logins. */
public sealed interface TransportEvent extends HoneypotEvent {

    /**
     * What the client offers in its first key exchange, and the HASSH of it: the MD5 of its lists of key exchanges,
     * ciphers, MACs and compressions, as tools that know clients by it expect.
     */
    record ClientKeyExchange(
            String hassh,
            String hasshAlgorithms,
            List<String> keyExchange,
            List<String> hostKeys,
            List<String> ciphers,
            List<String> macs,
            List<String> compression,
            List<String> languages)
            implements TransportEvent {
        @Override
        public String eventId() {
            return "cowrie.client.kex";
        }

        @Override
        public String message() {
            return "SSH client hassh fingerprint: " + hassh;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of(
                    "hassh", hassh,
                    "hasshAlgorithms", hasshAlgorithms,
                    "kexAlgs", keyExchange,
                    "keyAlgs", hostKeys,
                    "encCS", ciphers,
                    "macCS", macs,
                    "compCS", compression,
                    "langCS", languages);
        }
    }

    /**
     * The connection ends because the client broke the protocol; {@code data} is the beginning of what was being read
     * in hexadecimal.
     */
    record ProtocolError(String error, String data) implements TransportEvent {
        @Override
        public String eventId() {
            return "honeypool.protocol.error";
        }

        @Override
        public String message() {
            return "Protocol error: " + error;
        }

        @Override
        public Map<String, Object> fields() {
            return Fields.of("error", error, "data", data);
        }
    }
}
