package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.SensorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that are not set cost a sensor nothing. */
class UnusedSinksIT {

    private static final List<String> BACKEND = List.of(
            "--honeypool.sensor.backend.type=static",
            "--honeypool.sensor.backend.host=192.0.2.9",
            "--honeypool.sensor.backend.telnet-port=0",
            "--honeypool.sensor.backend.password=none");

    @TempDir
    private Path directory;

    @Test
    void nothingOfTheirLibrariesIsLoaded() throws IOException {
        Path classes = directory.resolve("classes");
        try (SensorProcess sensor = SensorProcess.start(
                directory.resolve("state"), BACKEND, "-Xlog:class+load:file=" + classes + ":none")) {
            assertThat(sensor.port()).isPositive();
        }

        assertThat(Files.readAllLines(classes))
                .anyMatch(line -> line.startsWith("io.honeypool.proxy.events.remote.RemoteSinksConfiguration "))
                .noneMatch(line -> line.startsWith("org.apache.kafka.") || line.startsWith("co.elastic."))
                .noneMatch(line -> line.startsWith("io.honeypool.proxy.events.remote.Kafka "));
    }
}
