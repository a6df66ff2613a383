package io.honeypool.pool;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the pool service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PoolApplication {

    /**
     * Runs until the process is told to stop. A start that fails has explained itself by the time it ends with exit
     * code 1.
     */
    public static void main(String[] arguments) {
        try {
            SpringApplication.run(PoolApplication.class, arguments);
        } catch (RuntimeException reported) {
            System.exit(1);
        }
    }
}
