package io.honeypool.pool.api.security;

import io.honeypool.pool.sensor.Sensors;
import io.honeypool.pool.token.TokenHash;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Knows the role of a token: one of the roles' own, all of which are compared whatever the token is, or that of a
 * sensor that was enrolled, which the database knows. Keeps hashes only.
 */
final class TokenIntrospector implements OpaqueTokenIntrospector {

    private final Map<Role, TokenHash> hashes = new EnumMap<>(Role.class);
    private final ObjectProvider<Sensors> sensors;

    TokenIntrospector(Map<Role, String> tokens, ObjectProvider<Sensors> sensors) {
        tokens.forEach((role, token) -> hashes.put(role, TokenHash.of(token)));
        this.sensors = sensors;
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        TokenHash hash = TokenHash.of(token);
        Role found = null;
        for (Map.Entry<Role, TokenHash> known : hashes.entrySet()) {
            found = known.getValue().equals(hash) ? known.getKey() : found;
        }
        return found != null
                ? principal(found.name().toLowerCase(Locale.ROOT), found.authority(), Map.of("active", true))
                : enrolled(hash).orElseThrow(() -> new BadOpaqueTokenException("unknown token"));
    }

    private Optional<OAuth2AuthenticatedPrincipal> enrolled(TokenHash hash) {
        Sensors known = sensors.getObject();
        return known.joined(hash)
                .map(name -> principal(name, Role.SENSOR.authority(), CallingSensor.attributes(name)))
                .or(() -> known.joining(hash)
                        .map(name -> principal(name, CallingSensor.JOINING, CallingSensor.attributes(name))));
    }

    private static OAuth2AuthenticatedPrincipal principal(
            String name, String authority, Map<String, Object> attributes) {
        return new DefaultOAuth2AuthenticatedPrincipal(
                name, attributes, List.of(new SimpleGrantedAuthority(authority)));
    }
}
