package io.honeypool.proxy.telnet.own;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the sensor's own prompt looks like. Should be what the guests look like.
 *
 * @param style whose negotiation and echo it has
 * @param banner shown before the first prompt; {@code %a} is the attacker's address
 * @param hostname what stands before {@code login:}
 * @param tries refused logins that end the connection (LOGIN_RETRIES in login.defs)
 * @param failureDelay how long a refusal takes, give or take a quarter (FAIL_DELAY in login.defs)
 * @param timeout time to log in (LOGIN_TIMEOUT in login.defs)
 */
public record OwnPromptSettings(
        @DefaultValue("inetutils") @NotNull Style style,

        @DefaultValue("Linux 6.1.0-41-cloud-amd64 (%a) (pts/0)") @NotNull String banner,

        @DefaultValue("web01") @NotBlank String hostname,
        @DefaultValue("5") @Min(1) @Max(100) int tries,

        @DefaultValue("3s") @NotNull @DurationMin @DurationMax(seconds = 60)
        Duration failureDelay,

        @DefaultValue("60s") @NotNull @DurationMin(seconds = 1)
        Duration timeout) {

    /** A Telnet server. */
    public enum Style {
        /** Debian's inetutils-telnetd. */
        INETUTILS,
        /** BusyBox's telnetd. */
        BUSYBOX
    }

    /** What is shown before the first prompt. */
    String greeting(String attacker) {
        String text = banner.replace("%a", attacker).replace("\n", "\r\n");
        return switch (style) {
            case INETUTILS -> "\r\n" + text + "\r\n\r\n";
            case BUSYBOX -> "\r\r\n" + text + "\r\n\r";
        };
    }

    /** What asks for a user name. */
    String prompt() {
        return hostname + " login: ";
    }
}
