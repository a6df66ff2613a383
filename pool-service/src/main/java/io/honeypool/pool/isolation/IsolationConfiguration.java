package io.honeypool.pool.isolation;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.NetworkSettings;
import io.honeypool.pool.settings.PoolSettings;
import io.honeypool.pool.settings.ProfileSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.template.Templates;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plans addresses and filters at start. */
@Configuration(proxyBeanMethods = false)
class IsolationConfiguration {

    @Bean
    AddressPlan addressPlan(HoneypoolSettings settings, ProfileSettings profiles) {
        PoolSettings pool = settings.pool();
        String cidr = pool.network().cidr();
        try {
            return AddressPlan.of(pool.name(), cidr, profiles.maximum());
        } catch (IllegalArgumentException unfit) {
            throw new StartupFailure(
                    "honeypool.pool.network.cidr: " + cidr + " " + unfit.getMessage() + ".",
                    "Set it to a private network that nothing else uses and that is large enough for the guests of all"
                            + " profiles (maximum) and the gateway, such as 10.77.0.0/24.",
                    unfit);
        }
    }

    @Bean
    EgressPolicies egressPolicies(HoneypoolSettings settings, ProfileSettings profiles, AddressPlan plan) {
        return EgressPolicies.of(
                profiles.all(),
                new EgressPolicies.Host(
                        plan.gateway(), plan.range(), settings.pool().network().forward(), ownAddresses()));
    }

    /** IPv4 addresses of this host, some of which may be of the internet. */
    private static List<Inet4Address> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .map(Inet4Address.class::cast)
                    .toList();
        } catch (SocketException unlisted) {
            throw new UncheckedIOException(unlisted);
        }
    }

    @Bean
    FilterCompiler filterCompiler(
            HoneypoolSettings settings, AddressPlan plan, EgressPolicies policies, Templates templates) {
        NetworkSettings network = settings.pool().network();
        try {
            return new FilterCompiler(plan, PortRange.parse(network.replyPorts()), policies, templates);
        } catch (IllegalArgumentException unfit) {
            throw new StartupFailure(
                    "honeypool.pool.network.reply-ports: " + network.replyPorts() + " " + unfit.getMessage() + ".",
                    "Set it to what /proc/sys/net/ipv4/ip_local_port_range says on the host, such as 32768-60999.",
                    unfit);
        }
    }
}
