package io.honeypool.pool.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/** Knows the role of a token. Keeps hashes only, and compares all of them whatever the token is. */
final class TokenIntrospector implements OpaqueTokenIntrospector {

    private final Map<Role, byte[]> hashes = new EnumMap<>(Role.class);

    TokenIntrospector(Map<Role, String> tokens) {
        tokens.forEach((role, token) -> hashes.put(role, hash(token)));
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        byte[] hash = hash(token);
        Role found = null;
        for (Map.Entry<Role, byte[]> known : hashes.entrySet()) {
            found = MessageDigest.isEqual(known.getValue(), hash) ? known.getKey() : found;
        }
        return principal(found);
    }

    private static OAuth2AuthenticatedPrincipal principal(@Nullable Role role) {
        if (role == null) {
            throw new BadOpaqueTokenException("unknown token");
        }
        return new DefaultOAuth2AuthenticatedPrincipal(
                role.name().toLowerCase(Locale.ROOT),
                Map.of("active", true),
                List.of(new SimpleGrantedAuthority(role.authority())));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
