package io.honeypool.pool.api;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.GatewayPass;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.api.security.CallingSensor;
import io.honeypool.pool.gateway.GatewayPasses;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.lease.LeaseDesk;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.RenewalOutcome;
import io.honeypool.pool.token.TokenHash;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Leases, for sensors. */
@RestController
@RequestMapping("/api/v1/leases")
class LeaseController {

    private final LeaseDesk desk;
    private final GuestProfiles profiles;
    private final GatewayPasses passes;

    LeaseController(LeaseDesk desk, GuestProfiles profiles, GatewayPasses passes) {
        this.desk = desk;
        this.profiles = profiles;
        this.passes = passes;
    }

    @PostMapping
    ResponseEntity<LeaseGrant> acquire(@RequestBody LeaseRequest request, Authentication caller) {
        String sensor = CallingSensor.expect(caller, RequestReader.id("sensorId", request.sensorId()));
        // what is enrolled may be anywhere, and comes in by the gateway where there is one
        Optional<GatewayPass> pass = CallingSensor.nameOf(caller)
                .map(enrolled -> passes.of(sensor, RequestReader.id("connectionId", request.connectionId())));
        Optional<TokenHash> hash = pass.map(known -> TokenHash.of(known.token()));
        return switch (desk.acquire(RequestReader.application(request, profiles, hash))) {
            case LeaseOutcome.Granted granted ->
                ResponseEntity.status(granted.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(GrantWriter.grant(granted, pass));
            case LeaseOutcome.Exhausted exhausted -> throw ProblemException.exhausted("No guest is free.");
            case LeaseOutcome.NetworkFull full ->
                throw ProblemException.networkLimit("The network of this source has as many guests as it may.");
            case LeaseOutcome.ConnectionIdTaken taken ->
                throw ProblemException.conflict("This connectionId was used before.");
        };
    }

    @PutMapping("/{lease}/connections/{connection}")
    ConnectionRenewal renew(
            @PathVariable String lease,
            @PathVariable String connection,
            @RequestParam String sensorId,
            Authentication caller) {
        UUID leaseId = RequestReader.uuid("lease", lease);
        String connectionId = RequestReader.id("connection", connection);
        String sensor = CallingSensor.expect(caller, RequestReader.id("sensorId", sensorId));
        return switch (desk.renew(leaseId, connectionId, sensor)) {
            case RenewalOutcome.Renewed renewed -> new ConnectionRenewal(renewed.deadline());
            case RenewalOutcome.Over over ->
                throw ProblemException.conflict("The lease is over or the connection was released.");
            case RenewalOutcome.Unknown unknown -> throw ProblemException.notFound("There is no such connection.");
        };
    }

    @DeleteMapping("/{lease}/connections/{connection}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(
            @PathVariable String lease,
            @PathVariable String connection,
            @RequestParam String sensorId,
            @RequestParam(defaultValue = "true") boolean used,
            Authentication caller) {
        UUID leaseId = RequestReader.uuid("lease", lease);
        String connectionId = RequestReader.id("connection", connection);
        String sensor = CallingSensor.expect(caller, RequestReader.id("sensorId", sensorId));
        if (!desk.release(leaseId, connectionId, sensor, used)) {
            throw ProblemException.notFound("There is no such connection.");
        }
    }
}
