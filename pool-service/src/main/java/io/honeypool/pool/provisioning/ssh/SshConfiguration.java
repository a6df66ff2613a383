package io.honeypool.pool.provisioning.ssh;

import io.honeypool.pool.provisioning.GuestCommands;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes SSH the way to run scripts in guests, unless there is another. */
@Configuration(proxyBeanMethods = false)
class SshConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GuestCommands guestCommands() {
        return new SshGuestCommands();
    }
}
