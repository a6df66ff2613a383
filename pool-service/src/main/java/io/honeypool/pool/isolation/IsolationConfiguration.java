package io.honeypool.pool.isolation;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.NetworkSettings;
import io.honeypool.pool.settings.PoolSettings;
import io.honeypool.pool.settings.ProfileSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.template.Templates;
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
    FilterCompiler filterCompiler(HoneypoolSettings settings, AddressPlan plan, Templates templates) {
        NetworkSettings network = settings.pool().network();
        try {
            return new FilterCompiler(plan.gateway(), PortRange.parse(network.replyPorts()), templates);
        } catch (IllegalArgumentException unfit) {
            throw new StartupFailure(
                    "honeypool.pool.network.reply-ports: " + network.replyPorts() + " " + unfit.getMessage() + ".",
                    "Set it to what /proc/sys/net/ipv4/ip_local_port_range says on the host, such as 32768-60999.",
                    unfit);
        }
    }
}
