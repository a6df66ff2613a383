package io.honeypool.pool.disk;

import io.honeypool.pool.settings.StateDirectory;
import java.io.File;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at the state's own file system, unless there is another to look at. */
@Configuration(proxyBeanMethods = false)
class DiskConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DiskSpace diskSpace(StateDirectory state) {
        File directory = state.resolve(".").normalize().toFile();
        return directory::getUsableSpace;
    }
}
