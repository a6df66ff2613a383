package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.template.Templates;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes libvirt the hypervisor, unless another one is there already. */
@Configuration(proxyBeanMethods = false)
class LibvirtConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Hypervisor hypervisor(HoneypoolSettings settings, Templates templates) {
        return new LibvirtHypervisor(settings.pool().hypervisor().uri(), templates);
    }
}
