package io.honeypool.proxy.session;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose messages are recorded raw.
 *
 * @param sources networks of the sources; nobody's when empty
 * @param bytesPerSession how much of a session, both directions together
 * @param bytesPerSecond how much of all sessions together in any second
 */
public record RawSettings(
        @DefaultValue @NotNull List<Network> sources,
        @DefaultValue("262144") @Min(1) int bytesPerSession,
        @DefaultValue("262144") @Min(1) int bytesPerSecond) {

    public RawSettings {
        sources = List.copyOf(sources);
    }
}
