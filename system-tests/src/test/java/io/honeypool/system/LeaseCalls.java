package io.honeypool.system;

import io.honeypool.system.PoolApi.Answer;
import java.util.UUID;

/** A sensor's calls to the pool, one by one. */
record LeaseCalls(PoolApi api, String sensor) {

    /** A connection id that was never used. */
    static String newConnection() {
        return UUID.randomUUID().toString();
    }

    Answer acquire(String source, String connection) {
        return api.post("leases", """
                {"sensorId":"%s","connectionId":"%s","sourceAddress":"%s","protocol":"SSH"}""".formatted(sensor, connection, source));
    }

    /** For a guest of a profile. */
    Answer acquire(String source, String connection, String profile) {
        return api.post("leases", """
                {"sensorId":"%s","connectionId":"%s","sourceAddress":"%s","protocol":"SSH","profile":"%s"}""".formatted(sensor, connection, source, profile));
    }

    Answer release(String lease, String connection, boolean used) {
        return api.delete("leases/%s/connections/%s?sensorId=%s&used=%s".formatted(lease, connection, sensor, used));
    }

    /** The id of the lease that an answer grants. */
    static String lease(Answer granted) {
        return granted.json().get("leaseId").stringValue();
    }

    /** The id of the guest that an answer grants. */
    static String guest(Answer granted) {
        return granted.json().get("guestId").stringValue();
    }
}
