package io.honeypool.pool.settings;

import io.honeypool.pool.settings.HypervisorSettings.AccelerationMode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What guests there are. Given below {@code honeypool.pool.guests} for all profiles, and below
 * {@code honeypool.pool.profiles.<name>} for one.
 *
 * @param image name of a directory below {@code images/} of the state directory, or an absolute path
 * @param ready guests kept READY
 * @param maximum guests in all, whatever their state
 * @param memory memory of a guest; the image's own value when unset
 * @param vcpus processors of a guest; the image's own value when unset
 * @param machine QEMU machine type; libvirt's default when unset
 * @param acceleration whether these guests run under KVM; the pool's value when unset
 * @param sshPort where guests offer SSH; 0 for not at all; the image's own value when unset
 * @param telnetPort where guests offer Telnet; 0 for not at all; the image's own value when unset
 * @param egress what guests may reach
 * @param limited what of the internet they reach, where that is {@code limited}
 * @param start how guests are started
 * @param recycleAfter age at which a READY guest is replaced; zero for never
 * @param bootTimeout time a guest has from its start to its first answer
 * @param parallel guests provisioned at once
 * @param whenExhausted what is done for a new source when no guest is READY
 * @param keepOverlays which overlays are kept when their guests are removed
 * @param limits what a guest may use of the host
 */
public record GuestSettings(
        @DefaultValue("debian-12") @NotBlank String image,
        @DefaultValue("2") @Min(1) int ready,
        @DefaultValue("6") @Min(1) @Max(MOST_GUESTS) int maximum,
        @Nullable DataSize memory,
        @Nullable @Min(1) @Max(64) Integer vcpus,

        @Nullable @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}", message = "must be 1 to 40 letters, digits, . _ -") String machine,

        @Nullable AccelerationMode acceleration,
        @Nullable @Min(0) @Max(65_535) Integer sshPort,
        @Nullable @Min(0) @Max(65_535) Integer telnetPort,
        @DefaultValue("deny") Egress egress,
        @Valid @NestedConfigurationProperty @DefaultValue LimitedSettings limited,
        @DefaultValue("restore") Start start,
        @DefaultValue("24h") @DurationMin(seconds = 0) Duration recycleAfter,
        @DefaultValue("120s") @DurationMin(seconds = 1) Duration bootTimeout,
        @DefaultValue("2") @Min(1) @Max(16) int parallel,
        @DefaultValue("refuse") ExhaustionPolicy whenExhausted,
        @DefaultValue("never") KeepOverlays keepOverlays,
        @Valid @NestedConfigurationProperty @DefaultValue LimitSettings limits) {

    /** What one pool can have at most. */
    public static final int MOST_GUESTS = 4_000;

    /** What guests may reach. */
    public enum Egress {
        /** Nothing: they answer to logins. */
        DENY,
        /** The name server of the pool host, which asks nobody else. */
        DNS,
        /** The internet, with limits. */
        LIMITED
    }

    /** How guests are started. */
    public enum Start {
        /** From the saved memory of their slot, which is baked once; by booting where that fails. */
        RESTORE,
        /** By booting. */
        COLD
    }

    /** Which overlays are kept when their guests are removed. */
    public enum KeepOverlays {
        /** None. */
        NEVER,
        /** Those of guests that some attacker was in, or may have been. */
        USED,
        /** Those of all guests that were ever READY. */
        ALWAYS
    }

    /** More guests cannot be kept ready than there may be. */
    @AssertTrue(message = "honeypool.pool.guests.ready must not be greater than honeypool.pool.guests.maximum") boolean isReadyWithinMaximum() {
        return ready <= maximum;
    }
}
