package io.honeypool.pool.api.security;

import static io.honeypool.pool.api.security.Role.METRICS;
import static io.honeypool.pool.api.security.Role.OPERATOR;
import static io.honeypool.pool.api.security.Role.SENSOR;
import static io.honeypool.pool.api.security.Role.VIEWER;

import io.honeypool.pool.sensor.Sensors;
import io.honeypool.pool.settings.StateDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;

/** Lets nobody do anything without a token of the right role, but ask whether the service lives and is ready. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String OVERLAY_CONTENT = "/api/v1/overlays/*/content";
    private static final String GUEST_FILE = "/api/v1/guest-files/*";
    private static final String ARTIFACT = "/api/v1/artifacts/*/content";
    private static final String RECORDING = "/api/v1/recordings/*/content";
    private static final String EVENTS = "/api/v1/events";
    private static final String JOIN = "/api/v1/sensors/*/join";
    private static final String CONNECTION = "/api/v1/leases/*/connections/*";

    @Bean
    OpaqueTokenIntrospector tokenIntrospector(StateDirectory state, ObjectProvider<Sensors> sensors) {
        return new TokenIntrospector(new TokenFiles(state).load(), sensors);
    }

    @Bean
    AccessProblems accessProblems(MeterRegistry registry) {
        return new AccessProblems(registry);
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, AccessProblems problems) {
        return http.authorizeHttpRequests(SecurityConfiguration::rules)
                .oauth2ResourceServer(server -> server.opaqueToken(tokens -> {})
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/actuator/health/liveness", "/actuator/health/readiness")
                .permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")
                .hasAnyRole(names(METRICS, OPERATOR))
                .requestMatchers("/actuator", "/actuator/**")
                .hasRole(OPERATOR.name())
                .requestMatchers(HttpMethod.POST, "/api/v1/leases", EVENTS)
                .hasRole(SENSOR.name())
                .requestMatchers(HttpMethod.PUT, CONNECTION)
                .hasRole(SENSOR.name())
                .requestMatchers(HttpMethod.DELETE, CONNECTION)
                .hasRole(SENSOR.name())
                .requestMatchers(HttpMethod.POST, JOIN)
                .hasAuthority(CallingSensor.JOINING)
                .requestMatchers(HttpMethod.PUT, ARTIFACT, RECORDING)
                .hasRole(SENSOR.name())
                .requestMatchers(HttpMethod.HEAD, ARTIFACT, RECORDING)
                .hasRole(SENSOR.name())
                .requestMatchers(OVERLAY_CONTENT, GUEST_FILE, ARTIFACT, RECORDING)
                .hasRole(OPERATOR.name())
                .requestMatchers(HttpMethod.GET, "/api/v1/**", "/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml")
                .hasAnyRole(names(VIEWER, OPERATOR))
                .requestMatchers("/api/v1/**")
                .hasRole(OPERATOR.name())
                .requestMatchers("/error")
                .permitAll()
                .anyRequest()
                .authenticated();
    }

    private static String[] names(Role... roles) {
        return Arrays.stream(roles).map(Role::name).toArray(String[]::new);
    }
}
