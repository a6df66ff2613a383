package io.honeypool.pool.api.security;

import io.honeypool.common.lease.ProblemType;
import io.honeypool.pool.api.problem.ProblemWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers who may not call what: a problem document, a line in the log without the token, and a count. */
final class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger log = LoggerFactory.getLogger(AccessProblems.class);

    private final Counter unauthenticated;
    private final Counter forbidden;

    AccessProblems(MeterRegistry registry) {
        this.unauthenticated = counter(registry, "unauthenticated");
        this.forbidden = counter(registry, "forbidden");
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        unauthenticated.increment();
        log(request, "no valid token");
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        ProblemWriter.write(
                response,
                HttpStatus.UNAUTHORIZED,
                ProblemType.UNAUTHENTICATED,
                "A token that the pool knows is needed: Authorization: Bearer <content of a token file>.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        forbidden.increment();
        log(request, "role of the token does not allow it");
        ProblemWriter.write(
                response, HttpStatus.FORBIDDEN, ProblemType.FORBIDDEN, "The role of this token does not allow this.");
    }

    private static Counter counter(MeterRegistry registry, String reason) {
        return Counter.builder("honeypool.pool.auth.failures")
                .description("Requests refused for want of a token or of the right role")
                .tag("reason", reason)
                .register(registry);
    }

    /** Says where from and what, without line breaks and without query, whoever asks. */
    private static void log(HttpServletRequest request, String reason) {
        String path = request.getRequestURI();
        String safe = path.substring(0, Math.min(path.length(), 200)).replaceAll("[^!-~]", "?");
        log.warn("Refused {} {} from {}: {}", request.getMethod(), safe, request.getRemoteAddr(), reason);
    }
}
