package io.honeypool.common.lease;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one asks the gateway for: the authority of its {@code CONNECT} (RFC 9110, section 9.3.6), such as
 * {@code 531f14fb-0f0e-4a2b-9c3d-0123456789ab.guest:22}. The port says what is to be spoken; where the guest really
 * offers that is the gateway's business.
 *
 * @param lease the lease whose guest it is
 * @param protocol what is to be spoken to it
 */
public record GatewayTarget(UUID lease, LoginProtocol protocol) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.guest:(22|23)", Pattern.CASE_INSENSITIVE);

    /** Reads an authority; empty if it is anything else. */
    public static Optional<GatewayTarget> parse(String authority) {
        Matcher parts = FORM.matcher(authority);
        return parts.matches()
                ? Optional.of(new GatewayTarget(
                        UUID.fromString(parts.group(1)),
                        parts.group(2).equals("22") ? LoginProtocol.SSH : LoginProtocol.TELNET))
                : Optional.empty();
    }

    /** The authority. */
    public String authority() {
        return lease + ".guest:"
                + switch (protocol) {
                    case SSH -> 22;
                    case TELNET -> 23;
                };
    }
}
