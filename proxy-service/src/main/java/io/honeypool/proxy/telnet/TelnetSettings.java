package io.honeypool.proxy.telnet;

import io.honeypool.proxy.session.RawSettings;
import io.honeypool.proxy.telnet.login.Prompts;
import io.honeypool.proxy.telnet.own.OwnPromptSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Telnet listener.
 *
 * @param enabled whether there is one
 * @param address address to listen on; all of them, IPv4 and IPv6, when not set
 * @param port TCP port; 0 takes a free one
 * @param prompt whose login prompt attackers see
 * @param own what the sensor's own looks like
 * @param spoofAuthentication whether the rules decide logins; if not, only the guest's own account gets in
 * @param usernamePromptRegex found at the end of what a guest shows when it asks for a user name
 * @param passwordPromptRegex found at the end of what a guest shows when it asks for a password
 * @param loginFailedRegex found in the line by which a guest refuses a login
 * @param shellPromptRegex found at the end of the line at which a guest's shell waits
 * @param usernameInNegotiationRegex found in {@code NAME=value} of a variable that an attacker's client sends before it
 *     is asked; the first group is the user name
 * @param answerForSilent time after which a guest that negotiates is answered for an attacker that does not; zero for
 *     never
 * @param loginTimeout time a connection has to log in
 * @param idleTimeout time a connection may be silent in both directions
 * @param raw whose bytes are recorded raw
 */
public record TelnetSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable String address,
        @DefaultValue("2223") @Min(0) @Max(65535) int port,
        @DefaultValue("guest") @NotNull Prompt prompt,
        @Valid @DefaultValue @NestedConfigurationProperty OwnPromptSettings own,
        @DefaultValue("true") boolean spoofAuthentication,

        @DefaultValue(USERNAME_PROMPT) @NotBlank String usernamePromptRegex,
        @DefaultValue(PASSWORD_PROMPT) @NotBlank String passwordPromptRegex,
        @DefaultValue(LOGIN_FAILED) @NotBlank String loginFailedRegex,
        @DefaultValue(SHELL_PROMPT) @NotBlank String shellPromptRegex,
        @DefaultValue(USERNAME_IN_NEGOTIATION) @NotBlank String usernameInNegotiationRegex,

        @DefaultValue("5s") @NotNull Duration answerForSilent,
        @DefaultValue("120s") @NotNull Duration loginTimeout,
        @DefaultValue("1h") @NotNull Duration idleTimeout,

        @Valid @DefaultValue @NestedConfigurationProperty RawSettings raw)
        implements Prompts.Settings {

    /** Whose login prompt attackers see. */
    public enum Prompt {
        /** The guest's, which is leased when somebody connects. */
        GUEST,
        /** The sensor's, so that a guest is leased only when somebody is let in. */
        OWN
    }

    /** What servers ask for a user name with. */
    public static final String USERNAME_PROMPT = "(?i)(login|user ?name|user|account)( name)?\\s*:\\s*";

    /** What servers ask for a password with. */
    public static final String PASSWORD_PROMPT = "(?i)(password|passwd|passcode|passphrase)[^:]*:\\s*";

    /** What servers refuse a login with. */
    public static final String LOGIN_FAILED = "(?i)(incorrect|invalid|fail(ed|ure)|bad|denied|exceeded|timed out)";

    /** Where shells wait. */
    public static final String SHELL_PROMPT = "[#$%>]\\s*";

    /** The variable that clients send a user name in (RFC 1572). */
    public static final String USERNAME_IN_NEGOTIATION = "(?s)^USER=(.*)$";

    @AssertTrue(message = "prompt own lets the rules decide, so spoof-authentication must be true") boolean isDecidable() {
        return prompt == Prompt.GUEST || spoofAuthentication;
    }
}
