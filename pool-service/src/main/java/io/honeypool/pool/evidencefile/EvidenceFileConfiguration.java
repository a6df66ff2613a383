package io.honeypool.pool.evidencefile;

import io.honeypool.pool.filestore.StoreRounds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has files that sensors bring looked after. */
@Configuration(proxyBeanMethods = false)
class EvidenceFileConfiguration {

    @Bean
    StoreRounds evidenceFileRounds(EvidenceStore store) {
        return new StoreRounds("evidence-files", store.cleaner());
    }
}
