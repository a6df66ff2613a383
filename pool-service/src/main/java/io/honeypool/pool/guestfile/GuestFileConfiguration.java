package io.honeypool.pool.guestfile;

import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.filestore.StoreRounds;
import io.honeypool.pool.settings.StateDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the place for collected files at start, and has it looked after. */
@Configuration(proxyBeanMethods = false)
class GuestFileConfiguration {

    @Bean
    FileStore guestFileStore(StateDirectory state) {
        return new FileStore(state.directory("pool/guest-files", "rwx------"));
    }

    @Bean
    StoreRounds guestFileRounds(FileCleaner files) {
        return new StoreRounds("guest-files", files.cleaner());
    }
}
