package io.honeypool.pool.api.security;

import io.honeypool.pool.api.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/** Which sensor a call is from, where its token says so. */
public final class CallingSensor {

    /** The authority of a sensor that may join, and nothing else. */
    static final String JOINING = "ROLE_JOINING";

    private static final String SENSOR = "sensor";

    private CallingSensor() {}

    /** What the principal of an enrolled sensor knows. */
    static Map<String, Object> attributes(String name) {
        return Map.of("active", true, SENSOR, name);
    }

    /** The name that the sensor was enrolled with; empty for a caller with the token of a role. */
    public static Optional<String> nameOf(Authentication caller) {
        return caller.getPrincipal() instanceof OAuth2AuthenticatedPrincipal principal
                ? Optional.ofNullable(principal.getAttribute(SENSOR))
                : Optional.empty();
    }

    /**
     * Sees to it that an enrolled sensor calls in its own name.
     *
     * @param name the name that the call gives
     * @return that name
     * @throws ProblemException if it is another's
     */
    public static String expect(Authentication caller, String name) {
        if (nameOf(caller).filter(own -> !own.equals(name)).isPresent()) {
            throw ProblemException.forbidden("This token is of a sensor with another name.");
        }
        return name;
    }
}
