package io.honeypool.proxy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The sensor as a program. */
@SpringBootApplication
public class ProxyApplication {

    /** Starts the sensor; exits with 1 and an explanation if it cannot. */
    public static void main(String[] arguments) {
        SpringApplication.run(ProxyApplication.class, arguments);
    }
}
