package io.honeypool.pool.api;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.lease.LeaseDesk;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.RenewalOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

    LeaseController(LeaseDesk desk, GuestProfiles profiles) {
        this.desk = desk;
        this.profiles = profiles;
    }

    @PostMapping
    ResponseEntity<LeaseGrant> acquire(@RequestBody LeaseRequest request) {
        return switch (desk.acquire(RequestReader.application(request, profiles))) {
            case LeaseOutcome.Granted granted ->
                ResponseEntity.status(granted.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(grant(granted));
            case LeaseOutcome.Exhausted exhausted -> throw ProblemException.exhausted("No guest is free.");
            case LeaseOutcome.NetworkFull full ->
                throw ProblemException.networkLimit("The network of this source has as many guests as it may.");
            case LeaseOutcome.ConnectionIdTaken taken ->
                throw ProblemException.conflict("This connectionId was used before.");
        };
    }

    @PutMapping("/{lease}/connections/{connection}")
    ConnectionRenewal renew(
            @PathVariable String lease, @PathVariable String connection, @RequestParam String sensorId) {
        UUID leaseId = RequestReader.uuid("lease", lease);
        String connectionId = RequestReader.id("connection", connection);
        return switch (desk.renew(leaseId, connectionId, RequestReader.id("sensorId", sensorId))) {
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
            @RequestParam(defaultValue = "true") boolean used) {
        UUID leaseId = RequestReader.uuid("lease", lease);
        String connectionId = RequestReader.id("connection", connection);
        if (!desk.release(leaseId, connectionId, RequestReader.id("sensorId", sensorId), used)) {
            throw ProblemException.notFound("There is no such connection.");
        }
    }

    private static LeaseGrant grant(LeaseOutcome.Granted granted) {
        return new LeaseGrant(
                granted.leaseId(),
                granted.guestId(),
                granted.profile(),
                granted.fresh(),
                endpoints(granted.address().getHostAddress(), granted.access()),
                granted.access().credentials(),
                granted.deadline());
    }

    private static List<GuestEndpoint> endpoints(String host, GuestAccess access) {
        List<GuestEndpoint> endpoints = new ArrayList<>();
        if (access.sshPort() > 0) {
            endpoints.add(new GuestEndpoint(LoginProtocol.SSH, GuestEndpoint.Route.DIRECT, host, access.sshPort()));
        }
        if (access.telnetPort() > 0) {
            endpoints.add(
                    new GuestEndpoint(LoginProtocol.TELNET, GuestEndpoint.Route.DIRECT, host, access.telnetPort()));
        }
        return endpoints;
    }
}
