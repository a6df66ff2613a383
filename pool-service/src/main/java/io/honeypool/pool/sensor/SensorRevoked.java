package io.honeypool.pool.sensor;

/** Published after a sensor was revoked. */
public record SensorRevoked(String name) {}
