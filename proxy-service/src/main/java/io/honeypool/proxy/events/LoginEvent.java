package io.honeypool.proxy.events;

import java.util.Map;

/** Logins without a password: keys and the method {@code none} (RFC 4252, sections 5.2 and 7). */
public sealed interface LoginEvent extends HoneypotEvent {

    /**
     * A public key.
     *
     * @param fingerprint MD5 in hexadecimal with colons, as the field writes it
     * @param text the key as OpenSSH writes it, type and base64
     * @param type the algorithm that the attacker named
     */
    record Key(String fingerprint, String text, String type) {

        private Map<String, Object> fields(String username) {
            return Fields.of("username", username, "fingerprint", fingerprint, "key", text, "type", type);
        }
    }

    /** A key was offered without proof that the attacker has its private half. */
    record KeyOffered(String username, Key key) implements LoginEvent {
        @Override
        public String eventId() {
            return "cowrie.client.fingerprint";
        }

        @Override
        public String message() {
            return "public key attempt for user " + username + " of type " + key.type() + " with fingerprint "
                    + key.fingerprint();
        }

        @Override
        public Map<String, Object> fields() {
            return key.fields(username);
        }
    }

    /** A key was proved and let in. */
    record KeySucceeded(String username, Key key) implements LoginEvent {
        @Override
        public String eventId() {
            return "cowrie.login.success";
        }

        @Override
        public String message() {
            return "public key login attempt for [" + username + "] succeeded";
        }

        @Override
        public Map<String, Object> fields() {
            return key.fields(username);
        }
    }

    /** A key came with a signature and was refused. */
    record KeyFailed(String username, Key key) implements LoginEvent {
        @Override
        public String eventId() {
            return "cowrie.login.failed";
        }

        @Override
        public String message() {
            return "public key login attempt for [" + username + "] failed";
        }

        @Override
        public Map<String, Object> fields() {
            return key.fields(username);
        }
    }

    /** A login without anything to prove who it is: {@code none}, or a method that is not offered. */
    record NothingProved(String username) implements LoginEvent {
        @Override
        public String eventId() {
            return "cowrie.login.failed";
        }

        @Override
        public String message() {
            return "login attempt [" + username + "] failed";
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("username", username);
        }
    }
}
