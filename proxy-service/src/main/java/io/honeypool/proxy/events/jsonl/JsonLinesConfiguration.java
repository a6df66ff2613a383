package io.honeypool.proxy.events.jsonl;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.state.StateDirectory;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Opens the event file, so that one that cannot be written stops the start. */
@Configuration(proxyBeanMethods = false)
class JsonLinesConfiguration {

    @Bean
    EventSink jsonLinesSink(EventSettings settings, StateDirectory state, JsonMapper mapper, Clock clock) {
        Path file = Optional.ofNullable(settings.file())
                .orElseGet(() -> state.resolve("events").resolve("events.jsonl"));
        JsonLinesSink sink = new JsonLinesSink(file, mapper, settings.rotation(), clock);
        try {
            sink.open();
        } catch (IOException e) {
            throw new StateException(file, e);
        }
        HangUp.calls(sink::reopen);
        return sink;
    }
}
