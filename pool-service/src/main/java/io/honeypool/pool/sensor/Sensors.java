package io.honeypool.pool.sensor;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.token.TokenHash;
import io.honeypool.pool.token.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** The sensors that were enrolled. Tokens are told once and kept as hashes; every question goes to the database. */
@Service
public class Sensors {

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final ApplicationEventPublisher events;
    private final Duration joinWithin;

    Sensors(
            JdbcClient database,
            TransactionOperations transactions,
            InstantSource clock,
            ApplicationEventPublisher events,
            HoneypoolSettings settings) {
        this.database = database;
        this.transactions = transactions;
        this.clock = clock;
        this.events = events;
        this.joinWithin = settings.pool().remote().joinWithin();
    }

    /**
     * Has a sensor of a name be able to join once. What it joined with before goes on until it does; a sensor that was
     * revoked may join again.
     */
    public Enrolment enrol(String name) {
        String token = Tokens.fresh();
        Instant now = clock.instant();
        Instant expiresAt = now.plus(joinWithin);
        database.sql("""
                        INSERT INTO sensor (name, enrolled_at, join_hash, join_expires_at)
                        VALUES (:name, :now, :hash, :expires)
                            ON CONFLICT (name) DO UPDATE
                           SET enrolled_at = :now, join_hash = :hash, join_expires_at = :expires, revoked_at = NULL""")
                .param("name", name)
                .param("now", Timestamp.from(now))
                .param("hash", TokenHash.of(token).bytes())
                .param("expires", Timestamp.from(expiresAt))
                .update();
        return new Enrolment(name, token, expiresAt);
    }

    /** The name of the sensor that may join with a token now. */
    public Optional<String> joining(TokenHash token) {
        return database.sql("SELECT name, join_hash FROM sensor WHERE join_hash = :hash AND join_expires_at > :now")
                .param("hash", token.bytes())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> named(row, token))
                .optional()
                .flatMap(found -> found);
    }

    /**
     * Gives a sensor its token, once.
     *
     * @param join what it joins with, which is good for nothing afterwards
     * @return the token; empty if that was so before
     */
    public Optional<String> join(String name, TokenHash join) {
        String token = Tokens.fresh();
        int joined = database.sql("""
                        UPDATE sensor SET token_hash = :token, joined_at = :now, join_hash = NULL, join_expires_at = NULL
                         WHERE name = :name AND join_hash = :join AND join_expires_at > :now""")
                .param("token", TokenHash.of(token).bytes())
                .param("now", Timestamp.from(clock.instant()))
                .param("name", name)
                .param("join", join.bytes())
                .update();
        return joined == 1 ? Optional.of(token) : Optional.empty();
    }

    /** The name of the sensor that has a token. */
    public Optional<String> joined(TokenHash token) {
        return database.sql("SELECT name, token_hash FROM sensor WHERE token_hash = :hash")
                .param("hash", token.bytes())
                .query((row, number) -> named(row, token))
                .optional()
                .flatMap(found -> found);
    }

    /**
     * Ends a sensor: its token is refused from now on, none of its connections gets through a gateway any more, and
     * they count as expired, so that leases nobody else uses fall idle.
     *
     * @return whether there is such a sensor
     */
    public boolean revoke(String name) {
        Timestamp now = Timestamp.from(clock.instant());
        int revoked = transactions.execute(status -> {
            database.sql("""
                            UPDATE lease_connection SET token_hash = NULL, deadline = least(deadline, :now)
                             WHERE sensor_id = :name AND (closed_at IS NULL OR token_hash IS NOT NULL)""").param("name", name).param("now", now).update();
            return database.sql("""
                            UPDATE sensor SET token_hash = NULL, joined_at = NULL, join_hash = NULL,
                                              join_expires_at = NULL, revoked_at = coalesce(revoked_at, :now)
                             WHERE name = :name""").param("name", name).param("now", now).update();
        });
        events.publishEvent(new SensorRevoked(name));
        return revoked == 1;
    }

    /** All of them, by name. */
    public List<EnrolledSensor> list() {
        return database.sql("""
                        SELECT name, enrolled_at, join_expires_at, joined_at, revoked_at,
                               (SELECT count(*) FROM lease_connection
                                 WHERE sensor_id = sensor.name AND closed_at IS NULL) AS connections
                          FROM sensor ORDER BY name""").query(Sensors::sensor).list();
    }

    /** Found by an index, which takes as long as it takes; what was found is compared in constant time. */
    private static Optional<String> named(ResultSet row, TokenHash token) throws SQLException {
        return TokenHash.stored(row.getBytes(2)).equals(token) ? Optional.of(row.getString(1)) : Optional.empty();
    }

    private static EnrolledSensor sensor(ResultSet row, int number) throws SQLException {
        Instant joinedAt = instant(row.getTimestamp("joined_at"));
        Instant revokedAt = instant(row.getTimestamp("revoked_at"));
        return new EnrolledSensor(
                row.getString("name"),
                EnrolledSensor.state(joinedAt, revokedAt),
                row.getTimestamp("enrolled_at").toInstant(),
                instant(row.getTimestamp("join_expires_at")),
                joinedAt,
                revokedAt,
                row.getInt("connections"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
