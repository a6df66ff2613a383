package io.honeypool.proxy.session;

import io.honeypool.common.lease.SourceAddress;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in, how many of them and for how long.
 *
 * @param connectionsPerSource open connections of one source (IPv4 address, IPv6 prefix)
 * @param connectionsPerNetwork open connections of one network
 * @param loginsPerSource open connections of one source that are logged in
 * @param triesPerMinute logins of one source that may be refused in a minute
 * @param startupsBegin connections not logged in from which on new ones are dropped at random
 * @param startupsRate percentage dropped there; rises to 100 at {@code startupsFull}
 * @param startupsFull connections not logged in from which on every new one is dropped
 * @param ipv4NetworkPrefix bits of an IPv4 address that tell networks apart
 * @param ipv6SourcePrefix bits of an IPv6 address that tell sources apart
 * @param ipv6NetworkPrefix bits of an IPv6 address that tell networks apart
 * @param maximumDuration how long a connection may last in all
 * @param exempt networks that the limits by number are not for
 * @param balancers networks of balancers that say in a PROXY header who connects to them
 */
public record AdmissionSettings(
        @DefaultValue("100") @Min(1) int connectionsPerSource,
        @DefaultValue("300") @Min(1) int connectionsPerNetwork,
        @DefaultValue("50") @Min(1) int loginsPerSource,
        @DefaultValue("6000") @Min(1) int triesPerMinute,
        @DefaultValue("300") @Min(1) int startupsBegin,
        @DefaultValue("30") @Min(1) @Max(100) int startupsRate,
        @DefaultValue("800") @Min(1) int startupsFull,
        @DefaultValue("24") @Min(1) @Max(32) int ipv4NetworkPrefix,
        @DefaultValue("64") @Min(1) @Max(128) int ipv6SourcePrefix,
        @DefaultValue("48") @Min(1) @Max(128) int ipv6NetworkPrefix,
        @DefaultValue("24h") @NotNull Duration maximumDuration,

        @DefaultValue({"127.0.0.0/8", "::1"}) @NotNull List<Network> exempt,

        @DefaultValue @NotNull List<Network> balancers) {

    public AdmissionSettings {
        exempt = List.copyOf(exempt);
        balancers = List.copyOf(balancers);
    }

    @AssertTrue(message = "startups-begin must not be more than startups-full") boolean isStartupsInOrder() {
        return startupsBegin <= startupsFull;
    }

    boolean isBalancer(SourceAddress address) {
        return balancers.stream().anyMatch(network -> network.contains(address));
    }

    boolean isExempt(SourceAddress address) {
        return exempt.stream().anyMatch(network -> network.contains(address));
    }

    String sourceKey(SourceAddress address) {
        return address.leaseKey(ipv6SourcePrefix);
    }

    String networkKey(SourceAddress address) {
        return address.network(ipv4NetworkPrefix, ipv6NetworkPrefix);
    }

    /**
     * Random early drop as OpenSSH does it (MaxStartups in sshd_config).
     *
     * @param waiting connections that are not logged in
     * @param roll 0 to 99
     */
    boolean dropsStartup(int waiting, int roll) {
        if (waiting < startupsBegin) {
            return false;
        }
        if (waiting >= startupsFull || startupsRate == 100) {
            return true;
        }
        int percentage =
                startupsRate + (100 - startupsRate) * (waiting - startupsBegin) / (startupsFull - startupsBegin);
        return roll < percentage;
    }
}
