package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.ProblemException;
import io.honeypool.pool.api.security.CallingSensor;
import io.honeypool.pool.sensor.EnrolledSensor;
import io.honeypool.pool.sensor.Enrolment;
import io.honeypool.pool.sensor.Sensors;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.RemoteSettings;
import io.honeypool.pool.tls.HostIdentity;
import io.honeypool.pool.tls.RemoteApi;
import io.honeypool.pool.token.TokenHash;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sensors with a token of their own: for people, and for the sensors that join. */
@RestController
@RequestMapping("/api/v1/sensors")
class SensorController {

    private final Sensors sensors;
    private final HostIdentity identity;
    private final RemoteApi remote;
    private final RemoteSettings settings;

    SensorController(Sensors sensors, HostIdentity identity, RemoteApi remote, HoneypoolSettings settings) {
        this.sensors = sensors;
        this.identity = identity;
        this.remote = remote;
        this.settings = settings.pool().remote();
    }

    /** Whom to enrol. */
    record NewSensor(@Nullable String name) {}

    /** What a sensor joins with, as one word: {@code honeypool-join:NAME@HOST:PORT/FINGERPRINT/TOKEN}. */
    record Invitation(String name, String join, Instant expiresAt) {}

    /** The sensor's token, told once. */
    record Membership(String name, String token) {}

    @GetMapping
    List<EnrolledSensor> list() {
        return sensors.list();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Invitation enrol(@RequestBody NewSensor sensor) {
        String name = RequestReader.sensorName(sensor.name());
        if (!settings.enabled()) {
            throw ProblemException.conflict(
                    "Sensors on other hosts cannot reach this pool: honeypool.pool.remote.enabled is not set.");
        }
        Enrolment enrolment = sensors.enrol(name);
        String join = "honeypool-join:" + name + "@" + settings.authority(remote.port()) + "/" + identity.fingerprint()
                + "/" + enrolment.token();
        return new Invitation(name, join, enrolment.expiresAt());
    }

    @PostMapping("/{name}/join")
    Membership join(@PathVariable String name, Authentication caller) {
        String own = CallingSensor.expect(caller, RequestReader.sensorName(name));
        if (!(caller.getCredentials() instanceof OAuth2AccessToken token)) {
            throw ProblemException.forbidden("A token to join with is needed.");
        }
        return sensors.join(own, TokenHash.of(token.getTokenValue()))
                .map(given -> new Membership(own, given))
                .orElseThrow(() -> ProblemException.conflict("The sensor joined with this before."));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String name) {
        if (!sensors.revoke(RequestReader.sensorName(name))) {
            throw ProblemException.notFound("There is no such sensor.");
        }
    }
}
