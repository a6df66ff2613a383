package io.honeypool.pool.settings;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The isolated network that guests are on.
 *
 * @param name libvirt's name for it
 * @param bridge name of its network interface on the host
 * @param cidr IPv4 network of the guests; its first host address is the gateway
 * @param forward whether the host routes between this network and others
 * @param portIsolation whether the bridge itself keeps guests apart too; the filter does so in any case
 * @param replyPorts range of TCP ports the host connects to guests from, as first-last
 * @param dnsAnswer address that every name has for guests with egress {@code dns}
 */
public record NetworkSettings(
        @DefaultValue("honeypool")
        @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}", message = "must be 1 to 40 letters, digits, _ . -") String name,

        @DefaultValue("hpbr0")
        @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}", message = "must be 1 to 15 letters, digits, _ . -") String bridge,

        @DefaultValue("10.77.0.0/24") @NotBlank String cidr,
        @DefaultValue("isolated") Forward forward,
        @DefaultValue("true") boolean portIsolation,

        @DefaultValue("32768-60999")
        @Pattern(regexp = "\\d{1,5}-\\d{1,5}", message = "must be first-last, such as 32768-60999") String replyPorts,

        @DefaultValue("192.0.2.80")
        @Pattern(
                regexp = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}",
                message = "dns-answer must be an IPv4 address")
        String dnsAnswer) {

    /** Whether the host routes between the guests' network and others. */
    public enum Forward {
        /** Not at all. */
        ISOLATED,
        /** As its own routes say, without libvirt's firewall rules: whoever runs the host filters. */
        ROUTED
    }
}
