package io.honeypool.pool.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pool's settings.
 *
 * @param name name of this pool; domains and filters carry it, and guests belong to it, so every pool on a libvirt or a
 *     database has one of its own
 * @param stateDirectory directory with images, overlays and tokens
 * @param shutdown what a stop of the service does with the guests
 * @param hypervisor how libvirt is reached
 * @param network the isolated network that guests are on
 * @param guests what guests there are
 * @param profiles settings of guest profiles by name; {@link ProfileSettings} has what applies
 * @param defaultProfile profile for whoever names none
 * @param protocolProfiles profile by protocol, for whoever names none
 * @param lease how long guests stay with a source address
 * @param owner how long other pool services on the database are waited for
 * @param disk what of the disk is used
 * @param guestFiles what is collected of the files that attackers make in guests
 * @param evidenceFiles what is kept of the files that sensors bring
 * @param events how long what sensors saw is kept
 * @param remote how sensors on other hosts reach this one
 * @param gateway the tunnel through which those reach guests
 */
public record PoolSettings(
        @DefaultValue("pool")
        @Pattern(regexp = "[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?", message = "must be 1 to 20 of a-z, 0-9 and -")
        String name,

        @DefaultValue("/var/lib/honeypool") Path stateDirectory,
        @DefaultValue("keep") Shutdown shutdown,
        @Valid @NestedConfigurationProperty @DefaultValue HypervisorSettings hypervisor,
        @Valid @NestedConfigurationProperty @DefaultValue NetworkSettings network,
        @Valid @NestedConfigurationProperty @DefaultValue GuestSettings guests,
        @DefaultValue Map<String, GuestSettings> profiles,
        @Nullable String defaultProfile,
        @NestedConfigurationProperty @DefaultValue ProtocolProfiles protocolProfiles,
        @Valid @NestedConfigurationProperty @DefaultValue LeaseSettings lease,
        @Valid @NestedConfigurationProperty @DefaultValue OwnerSettings owner,
        @Valid @NestedConfigurationProperty @DefaultValue DiskSettings disk,
        @Valid @NestedConfigurationProperty @DefaultValue GuestFileSettings guestFiles,
        @Valid @NestedConfigurationProperty @DefaultValue EvidenceFileSettings evidenceFiles,
        @Valid @NestedConfigurationProperty @DefaultValue EventSettings events,
        @Valid @NestedConfigurationProperty @DefaultValue RemoteSettings remote,
        @Valid @NestedConfigurationProperty @DefaultValue GatewaySettings gateway) {

    public PoolSettings {
        profiles = Map.copyOf(profiles);
    }

    /** What a stop of the service does with the guests. */
    public enum Shutdown {
        /** Guests run on and are adopted by the next start. */
        KEEP,
        /** Leases end, guests are destroyed, the network and the filters are removed. */
        RETIRE
    }
}
