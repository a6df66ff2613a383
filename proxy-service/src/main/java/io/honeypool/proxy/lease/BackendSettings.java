package io.honeypool.proxy.lease;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where attackers end up: in guests of a pool, or all of them on one machine of the operator's own. All but
 * {@code type} is about that machine.
 *
 * @param type which of the two
 * @param host its name or address
 * @param sshPort where its SSH server listens
 * @param telnetPort where its Telnet server listens; 0 if it has none
 * @param username account that every attacker becomes there; it must take password logins
 * @param password the account's password
 * @param passwordFile file whose one line is the password, instead of {@code password}
 */
public record BackendSettings(
        @DefaultValue("pool") @NotNull Type type,
        @Nullable String host,
        @DefaultValue("22") @Min(1) @Max(65535) int sshPort,
        @DefaultValue("23") @Min(0) @Max(65535) int telnetPort,
        @DefaultValue("root") @NotBlank String username,
        @Nullable String password,
        @Nullable Path passwordFile) {

    /** Where guests come from. */
    public enum Type {
        /** A guest of its own for every source, leased from a pool. */
        POOL,
        /** One machine for everybody, the seed's "simple" backend. */
        STATIC
    }

    /**
     * Checks that attackers do not end up at the sensor itself.
     *
     * @param sensorPorts where the sensor listens
     * @return these settings
     * @throws BackendException if they would
     */
    public BackendSettings expectOtherThan(Collection<Integer> sensorPorts) {
        if (type == Type.STATIC) {
            StaticBackend.of(this).expectNotOn(sensorPorts);
        }
        return this;
    }

    /**
     * Checks that accounts can be made where attackers end up.
     *
     * @return these settings
     * @throws BackendException if the account that they name is another than root
     */
    public BackendSettings expectRoot() {
        if (type == Type.STATIC && !username.equals("root")) {
            throw new BackendException(
                    "Attackers are to land as the user they typed, but the static backend's account is " + username
                            + ", which cannot make accounts",
                    "Set honeypool.sensor.backend.username to root, which must take password logins, or "
                            + "honeypool.sensor.ssh.landing to guest-account.");
        }
        return this;
    }

    /** Leaves the password out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "BackendSettings[type=" + type + ", host=" + host + ", sshPort=" + sshPort + ", telnetPort=" + telnetPort
                + ", username=" + username + ", passwordFile=" + passwordFile + "]";
    }
}
