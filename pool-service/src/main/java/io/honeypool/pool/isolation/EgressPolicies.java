package io.honeypool.pool.isolation;

import io.honeypool.pool.settings.GuestSettings;
import io.honeypool.pool.settings.LimitedSettings;
import io.honeypool.pool.settings.NetworkSettings.Forward;
import io.honeypool.pool.settings.StartupFailure;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The egress policy of every guest profile; pure. */
public final class EgressPolicies {

    private final Map<String, EgressPolicy> policies;

    private EgressPolicies(Map<String, EgressPolicy> policies) {
        this.policies = Map.copyOf(policies);
    }

    /**
     * What the host of the guests' network is like.
     *
     * @param gateway its address there
     * @param guests the network
     * @param forward whether it routes
     * @param ownAddresses its IPv4 addresses elsewhere
     */
    record Host(InetAddress gateway, AddressRange guests, Forward forward, Collection<Inet4Address> ownAddresses) {}

    /**
     * The policies that the settings say.
     *
     * @throws StartupFailure if they make none
     */
    static EgressPolicies of(Map<String, GuestSettings> profiles, Host host) {
        Map<String, EgressPolicy> policies = new TreeMap<>();
        profiles.forEach((profile, settings) -> policies.put(profile, policy(profile, settings, host)));
        return new EgressPolicies(policies);
    }

    /** The policy of a profile. */
    public EgressPolicy of(String profile) {
        EgressPolicy policy = policies.get(profile);
        if (policy == null) {
            throw new IllegalArgumentException("there is no profile " + profile);
        }
        return policy;
    }

    /** Whether the pool host answers to names. */
    public boolean anyAsksHost() {
        return policies.values().stream().anyMatch(EgressPolicy.Dns.class::isInstance);
    }

    private static EgressPolicy policy(String profile, GuestSettings settings, Host host) {
        EgressPolicy.Limited limited = limited(settings.limited(), host);
        return switch (settings.egress()) {
            case DENY -> new EgressPolicy.Deny();
            case DNS -> new EgressPolicy.Dns(host.gateway());
            case LIMITED -> checked(profile, limited, host);
        };
    }

    /** What the settings say, whether it is the policy or not: what is wrong there would only wait to fail. */
    private static EgressPolicy.Limited limited(LimitedSettings settings, Host host) {
        List<AddressRange> blocked = new ArrayList<>(AddressRange.SPECIAL);
        blocked.add(host.guests());
        host.ownAddresses().forEach(address -> blocked.add(AddressRange.of(address)));
        settings.blockedRanges().forEach(range -> blocked.add(parsed("blocked-ranges", range, AddressRange::parse)));
        List<BlockedPort> ports = settings.blockedPorts().stream()
                .flatMap(port -> parsed("blocked-ports", port, BlockedPort::parse).stream())
                .distinct()
                .toList();
        AddressRange resolver = parsed("resolver", settings.resolver(), AddressRange::parse);
        if (resolver.prefixLength() != 32 || blocked.stream().anyMatch(range -> range.covers(resolver))) {
            throw new StartupFailure(
                    key("resolver") + ": " + settings.resolver() + " is not an address that guests with egress limited"
                            + " can reach.",
                    "Set it to the IPv4 address of a name server on the internet, such as 9.9.9.9.");
        }
        return new EgressPolicy.Limited(AddressRange.fewest(blocked), ports, resolver.first());
    }

    private static EgressPolicy checked(String profile, EgressPolicy policy, Host host) {
        if (host.forward() != Forward.ROUTED) {
            throw new StartupFailure(
                    "The profile " + profile + " has egress limited, and honeypool.pool.network.forward is isolated, so"
                            + " that its guests reach nothing.",
                    "Set honeypool.pool.network.forward to routed on a host that translates addresses and keeps the"
                            + " rates, as docs/security.md says, or egress to deny or dns.");
        }
        return policy;
    }

    private static <T> T parsed(String setting, String text, Function<String, T> parser) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException unfit) {
            throw new StartupFailure(
                    key(setting) + ": " + text + " " + unfit.getMessage() + ".",
                    "Correct it; docs/configuration-pool.md shows what may stand there. IPv6 needs no entry: guests"
                            + " have none.",
                    unfit);
        }
    }

    private static String key(String setting) {
        return "honeypool.pool.guests.limited." + setting;
    }
}
