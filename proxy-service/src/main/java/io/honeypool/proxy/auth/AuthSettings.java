package io.honeypool.proxy.auth;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How logins are decided.
 *
 * @param ruleFile the rule file; by default {@code userdb.txt} in the sensor's state directory, made if missing
 * @param policy what decides about a password
 * @param tries the policy {@code accept-after-tries}
 * @param methods the methods that are offered (RFC 4252), in the order they are named to the attacker
 * @param publicKeys what becomes of public keys
 * @param maximumTries failed tries after which a connection is ended (MaxAuthTries in sshd_config)
 * @param failureDelay how long a wrong password takes, give or take a quarter, as PAM has it; zero for no delay
 */
public record AuthSettings(
        @Nullable Path ruleFile,
        @DefaultValue("rules") @NotNull Policy policy,

        @Valid @DefaultValue @NestedConfigurationProperty TriesSettings tries,

        @DefaultValue({"publickey", "password"}) @NotEmpty @UniqueElements
        List<Method> methods,

        @DefaultValue("refuse") @NotNull PublicKeys publicKeys,
        @DefaultValue("6") @Min(1) @Max(100) int maximumTries,

        @DefaultValue("2s") @NotNull @DurationMin @DurationMax(seconds = 60)
        Duration failureDelay) {

    public AuthSettings {
        methods = List.copyOf(methods);
    }

    /** What decides about a password. */
    public enum Policy {
        /** The rule file alone. */
        RULES,
        /** The rule file says which passwords may ever be right; each source has to try some of those first. */
        ACCEPT_AFTER_TRIES
    }

    /** A method that can be offered. */
    public enum Method {
        PUBLICKEY("publickey"),
        PASSWORD("password"),
        KEYBOARD_INTERACTIVE("keyboard-interactive");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** Its name in the protocol. */
        public String label() {
            return label;
        }
    }

    /** What becomes of public keys. */
    public enum PublicKeys {
        /** None is known. */
        REFUSE,
        /** Whoever proves to have the private key is let in. */
        ACCEPT
    }
}
