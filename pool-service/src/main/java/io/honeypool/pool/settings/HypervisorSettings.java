package io.honeypool.pool.settings;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How libvirt is reached.
 *
 * @param uri libvirt connection URI
 * @param acceleration whether guests run under KVM
 */
public record HypervisorSettings(
        @DefaultValue("qemu:///system") @NotBlank String uri,
        @DefaultValue("auto") AccelerationMode acceleration) {

    /** Whether guests run under KVM. */
    public enum AccelerationMode {
        /** KVM if a guest really starts under it, else TCG. */
        AUTO,
        /** KVM, or the start fails. */
        KVM,
        /** Emulation, whatever the host can do. */
        TCG
    }
}
