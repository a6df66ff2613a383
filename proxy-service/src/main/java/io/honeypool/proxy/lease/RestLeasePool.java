package io.honeypool.proxy.lease;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse;
import org.springframework.web.client.RestClientException;

/** The pool over its REST API. */
final class RestLeasePool implements LeasePool {

    private static final String CONNECTION = "/api/v1/leases/{lease}/connections/{connection}?sensorId={sensor}";

    private final RestClient rest;
    private final String sensor;

    /**
     * Makes the port over a client.
     *
     * @param rest with base address, token and time-outs set
     * @param sensor the name of this sensor, whose connections alone it renews and releases
     */
    RestLeasePool(RestClient rest, String sensor) {
        this.rest = rest;
        this.sensor = sensor;
    }

    @Override
    public LeaseOutcome lease(LeaseRequest request) throws IOException {
        return call(() -> rest.post()
                .uri("/api/v1/leases")
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange((ignored, response) -> outcome(response)));
    }

    @Override
    public Optional<ConnectionRenewal> renew(UUID lease, String connection) throws IOException {
        return call(() -> rest.put().uri(CONNECTION, lease, connection, sensor).exchange((ignored, response) -> {
            HttpStatusCode status = response.getStatusCode();
            if (isGone(status)) {
                return Optional.empty();
            }
            expectSuccess(HttpMethod.PUT, status);
            return Optional.of(body(response, ConnectionRenewal.class));
        }));
    }

    @Override
    public void release(UUID lease, String connection, boolean used) throws IOException {
        call(() -> rest.delete()
                .uri(CONNECTION + "&used={used}", lease, connection, sensor, used)
                .exchange((ignored, response) -> {
                    HttpStatusCode status = response.getStatusCode();
                    // a sensor that was revoked has nothing left to give back
                    if (!isGone(status) && !status.isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
                        expectSuccess(HttpMethod.DELETE, status);
                    }
                    return Boolean.TRUE;
                }));
    }

    private static LeaseOutcome outcome(ConvertibleClientHttpResponse response) throws IOException {
        HttpStatusCode status = response.getStatusCode();
        if (status.is2xxSuccessful()) {
            return new LeaseOutcome.Granted(body(response, LeaseGrant.class));
        }
        if (status.isSameCodeAs(HttpStatus.UNAUTHORIZED) || status.isSameCodeAs(HttpStatus.FORBIDDEN)) {
            return new LeaseOutcome.Refused("unauthorized");
        }
        if (status.isSameCodeAs(HttpStatus.BAD_REQUEST)) {
            return new LeaseOutcome.Refused("invalid-request");
        }
        ProblemDetail problem = response.bodyTo(ProblemDetail.class);
        return refusal(problem == null ? null : problem.getType())
                .orElseThrow(() -> new UnexpectedAnswerException(HttpMethod.POST, status));
    }

    /** What a problem means that is no fault of the pool's, and that asking again at once would not change. */
    private static Optional<LeaseOutcome> refusal(@Nullable URI type) {
        return Optional.ofNullable(type)
                .flatMap(ProblemType::of)
                .filter(problem -> problem == ProblemType.POOL_EXHAUSTED || problem == ProblemType.NETWORK_LIMIT)
                .map(problem -> new LeaseOutcome.Refused(
                        problem == ProblemType.POOL_EXHAUSTED ? "pool-exhausted" : "network-limit"));
    }

    private static boolean isGone(HttpStatusCode status) {
        return status.isSameCodeAs(HttpStatus.NOT_FOUND) || status.isSameCodeAs(HttpStatus.CONFLICT);
    }

    private static void expectSuccess(HttpMethod method, HttpStatusCode status) throws UnexpectedAnswerException {
        if (!status.is2xxSuccessful()) {
            throw new UnexpectedAnswerException(method, status);
        }
    }

    private static <T> T body(ConvertibleClientHttpResponse response, Class<T> type) throws IOException {
        T body = response.bodyTo(type);
        if (body == null) {
            throw new IOException("the pool answered without a body");
        }
        return body;
    }

    private static <T> T call(RestCall<T> call) throws IOException {
        try {
            T answer = call.run();
            if (answer == null) {
                throw new IOException("the pool did not answer");
            }
            return answer;
        } catch (RestClientException e) {
            throw new IOException("the pool could not be asked: " + e.getMessage(), e);
        }
    }

    /** A call through Spring's client, whose faults are unchecked. */
    @FunctionalInterface
    private interface RestCall<T> {
        @Nullable T run();
    }

    /** The pool answered with a status that says nothing about the lease. */
    private static final class UnexpectedAnswerException extends IOException {
        UnexpectedAnswerException(HttpMethod method, HttpStatusCode status) {
            super("the pool answered " + method + " with status " + status.value());
        }
    }
}
