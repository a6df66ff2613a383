package io.honeypool.pool.owner;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What time it is, and how a service that lost its name ends. */
@Configuration(proxyBeanMethods = false)
class OwnerConfiguration {

    private static final Logger log = LoggerFactory.getLogger(OwnerConfiguration.class);
    private static final int SAMPLES = 3;

    @Bean
    DatabaseClock clock(OwnerTable table) {
        table.now(); // the first question has to connect
        long asked = System.nanoTime();
        Instant now = table.now();
        DatabaseClock clock = new DatabaseClock(System::nanoTime, asked, now, System.nanoTime());
        for (int i = 1; i < SAMPLES; i++) {
            long again = System.nanoTime();
            Instant then = table.now();
            clock.sampled(again, then, System.nanoTime());
        }
        return clock;
    }

    @Bean
    @ConditionalOnMissingBean
    ProcessEnd processEnd() {
        return reason -> {
            log.error(reason);
            Runtime.getRuntime().halt(1);
        };
    }
}
