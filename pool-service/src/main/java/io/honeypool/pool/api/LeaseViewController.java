package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseFilter;
import io.honeypool.pool.lease.LeaseKeeper;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.lease.Leases;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Leases, for people. */
@RestController
@RequestMapping("/api/v1/leases")
class LeaseViewController {

    private static final Sort NEWEST_FIRST = Sort.by(Sort.Order.desc("createdAt"), Sort.Order.asc("id"));

    private final Leases leases;
    private final LeaseKeeper keeper;

    LeaseViewController(Leases leases, LeaseKeeper keeper) {
        this.leases = leases;
        this.keeper = keeper;
    }

    @GetMapping
    Page<LeaseResource> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String sourceAddress,
            @RequestParam(required = false) @Nullable String sensorId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        LeaseFilter filter = new LeaseFilter(
                RequestReader.constant(LeaseState.class, "state", state),
                Optional.ofNullable(sourceAddress).map(text -> RequestReader.address("sourceAddress", text)),
                Optional.ofNullable(sensorId).map(text -> RequestReader.id("sensorId", text)));
        return Page.of(leases.list(filter, RequestReader.page(page, size, NEWEST_FIRST))
                .map(LeaseResource::of));
    }

    @GetMapping("/{lease}")
    LeaseResource get(@PathVariable String lease) {
        return leases.find(RequestReader.uuid("lease", lease))
                .map(LeaseResource::of)
                .orElseThrow(() -> ProblemException.notFound("There is no such lease."));
    }

    @DeleteMapping("/{lease}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable String lease) {
        if (!keeper.end(RequestReader.uuid("lease", lease), LeaseEndReason.OPERATOR)) {
            throw ProblemException.notFound("There is no such lease.");
        }
    }
}
