package io.honeypool.pool.disk;

import io.honeypool.pool.settings.StateDirectory;
import java.io.File;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at the file system of the guests' disks, which may be one of its own, unless there is another to look at. */
@Configuration(proxyBeanMethods = false)
class DiskConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DiskSpace diskSpace(StateDirectory state) {
        File directory = state.directory("pool", "rwx--x--x").toFile();
        return directory::getUsableSpace;
    }
}
