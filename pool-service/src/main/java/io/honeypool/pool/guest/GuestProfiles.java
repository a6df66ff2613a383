package io.honeypool.pool.guest;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.ProfileSettings;
import io.honeypool.pool.settings.ProtocolProfiles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The guest profiles there are. */
@Component
public final class GuestProfiles {

    private final ProfileSettings settings;
    private final ProtocolProfiles byProtocol;

    GuestProfiles(ProfileSettings settings, HoneypoolSettings all) {
        this.settings = settings;
        this.byProtocol = all.pool().protocolProfiles();
    }

    /** Every profile, in order of name. */
    public List<GuestProfile> all() {
        return settings.names().stream().map(this::named).toList();
    }

    /** The profile of a name. */
    public Optional<GuestProfile> find(String name) {
        return settings.names().contains(name) ? Optional.of(named(name)) : Optional.empty();
    }

    /** The profile for whoever names none. */
    public GuestProfile defaultProfile() {
        return named(settings.defaultName());
    }

    /** Name of the profile for whoever speaks a protocol and names none. */
    public String nameFor(LoginProtocol protocol) {
        String chosen = protocol == LoginProtocol.SSH ? byProtocol.ssh() : byProtocol.telnet();
        return chosen == null ? settings.defaultName() : chosen;
    }

    private GuestProfile named(String name) {
        return new GuestProfile(name, Objects.requireNonNull(settings.all().get(name)));
    }
}
