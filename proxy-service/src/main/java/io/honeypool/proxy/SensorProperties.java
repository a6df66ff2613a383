package io.honeypool.proxy;

import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.capture.ArtifactSettings;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.lease.BackendSettings;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.recording.RecordingSettings;
import io.honeypool.proxy.session.AdmissionSettings;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.shipping.EvidenceSettings;
import io.honeypool.proxy.ssh.SshSettings;
import io.honeypool.proxy.telnet.TelnetSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Everything below {@code honeypool}; a key that is not here fails the start.
 *
 * @param sensor the sensor's settings
 */
@Validated
@ConfigurationProperties(prefix = "honeypool", ignoreUnknownFields = false)
record SensorProperties(@Valid @DefaultValue Sensor sensor) {

    /**
     * The sensor's settings by feature.
     *
     * @param name the sensor's name in events and at the pool
     * @param stateDirectory where it keeps host keys, rules and events
     * @param ssh the SSH listener
     * @param telnet the Telnet listener
     * @param auth how logins are decided
     * @param session bounds of connections
     * @param admission who is let in, how many of them and for how long
     * @param backend whether guests come from a pool or all attackers go to one machine
     * @param pool where guests come from
     * @param artifacts what is kept of files that attackers move
     * @param events where events go
     * @param evidence whether the pool gets artifacts and recordings
     * @param recording what is recorded
     */
    record Sensor(
            @DefaultValue("sensor")
            @Pattern(regexp = "[A-Za-z0-9._-]{1,48}", message = "takes 1 to 48 letters, digits, '.', '_', '-'") String name,

            @DefaultValue("/var/lib/honeypool/sensor") @NotNull Path stateDirectory,

            @Valid @DefaultValue @NestedConfigurationProperty
            SshSettings ssh,

            @Valid @DefaultValue @NestedConfigurationProperty
            TelnetSettings telnet,

            @Valid @DefaultValue @NestedConfigurationProperty
            AuthSettings auth,

            @Valid @DefaultValue @NestedConfigurationProperty
            SessionSettings session,

            @Valid @DefaultValue @NestedConfigurationProperty
            AdmissionSettings admission,

            @Valid @DefaultValue @NestedConfigurationProperty
            BackendSettings backend,

            @Valid @DefaultValue @NestedConfigurationProperty
            PoolSettings pool,

            @Valid @DefaultValue @NestedConfigurationProperty
            ArtifactSettings artifacts,

            @Valid @DefaultValue @NestedConfigurationProperty
            EventSettings events,

            @Valid @DefaultValue @NestedConfigurationProperty
            EvidenceSettings evidence,

            @Valid @DefaultValue @NestedConfigurationProperty
            RecordingSettings recording) {

        /** Where the sensor listens, as far as that is fixed. */
        List<Integer> listeningPorts() {
            return telnet.enabled() ? List.of(ssh.port(), telnet.port()) : List.of(ssh.port());
        }
    }
}
