package io.honeypool.pool.settings;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What guests with egress {@code limited} reach on the internet.
 *
 * @param blockedPorts ports that they do not reach, each as number or range, alone or with /tcp or /udp
 * @param blockedRanges IPv4 ranges that they do not reach either, beside those that are no part of the internet
 * @param resolver name server on the internet that they are told of
 */
public record LimitedSettings(
        @DefaultValue({"25/tcp", "465/tcp", "587/tcp", "2525/tcp"})
        List<String> blockedPorts,

        @DefaultValue List<String> blockedRanges,
        @DefaultValue("9.9.9.9") @NotBlank String resolver) {

    public LimitedSettings {
        blockedPorts = List.copyOf(blockedPorts);
        blockedRanges = List.copyOf(blockedRanges);
    }
}
