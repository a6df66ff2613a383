package io.honeypool.pool.owner;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table of owners as heartbeats use it. Every time in it is the database's; every change names the incarnation that
 * it is about, so that of two services that both believe to own a name only one succeeds.
 */
@Component
class OwnerTable {

    /** Reads a row. */
    static final String COLUMNS = "name, incarnation, state, serving, started_at, seen_at";

    private final OwnerDatabase database;

    OwnerTable(OwnerDatabase database) {
        this.database = database;
    }

    /** The row of a name. */
    Optional<Owner> find(String name) {
        return database.ask(client -> client.sql("SELECT " + COLUMNS + " FROM pool_owner WHERE name = ?")
                .param(name)
                .query(OwnerTable::row)
                .optional());
    }

    /** Every row. */
    List<Owner> all() {
        return database.ask(client -> all(client));
    }

    /** What time the database has. */
    Instant now() {
        return database.ask(client -> client.sql("SELECT clock_timestamp()")
                .query((row, number) -> instant(row, 1))
                .single());
    }

    /**
     * Takes a name.
     *
     * @param seen the row as it was, empty if there was none
     * @return whether the row was still as it was
     */
    boolean register(String name, UUID incarnation, Optional<Owner> seen) {
        return 1
                == database.ask(client -> seen.map(owner -> replace(client, owner, incarnation))
                        .orElseGet(() -> insert(client, name, incarnation)));
    }

    /** Notes a heartbeat; returns false if the incarnation does not hold the name any more. */
    boolean beat(String name, UUID incarnation, boolean serving) {
        return 1
                == database.ask(client -> client.sql("""
                        UPDATE pool_owner SET seen_at = clock_timestamp(), serving = :serving
                         WHERE name = :name AND incarnation = :incarnation AND state = 'ALIVE'""")
                        .param("serving", serving)
                        .param("name", name)
                        .param("incarnation", incarnation)
                        .update());
    }

    /** Notes that an incarnation stopped and left its guests running. */
    void stop(String name, UUID incarnation) {
        database.ask(client -> client.sql("""
                        UPDATE pool_owner SET seen_at = clock_timestamp(), serving = false, state = 'STOPPED'
                         WHERE name = :name AND incarnation = :incarnation AND state = 'ALIVE'""")
                .param("name", name)
                .param("incarnation", incarnation)
                .update());
    }

    /** Every row, through another connection. */
    static List<Owner> all(JdbcClient client) {
        return client.sql("SELECT " + COLUMNS + " FROM pool_owner ORDER BY name")
                .query(OwnerTable::row)
                .list();
    }

    /** A point in time as a parameter. */
    static OffsetDateTime parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static int insert(JdbcClient client, String name, UUID incarnation) {
        return client.sql("""
                        INSERT INTO pool_owner (name, incarnation, state, serving, started_at, seen_at)
                        VALUES (?, ?, 'ALIVE', false, clock_timestamp(), clock_timestamp())
                            ON CONFLICT (name) DO NOTHING""").params(name, incarnation).update();
    }

    private static int replace(JdbcClient client, Owner seen, UUID incarnation) {
        return client.sql("""
                        UPDATE pool_owner
                           SET incarnation = :incarnation, state = 'ALIVE', serving = false,
                               started_at = clock_timestamp(), seen_at = clock_timestamp()
                         WHERE name = :name AND incarnation = :before AND state = :state AND seen_at = :seen""")
                .param("incarnation", incarnation)
                .param("name", seen.name())
                .param("before", seen.incarnation())
                .param("state", seen.state().name())
                .param("seen", parameter(seen.seenAt()))
                .update();
    }

    private static Owner row(ResultSet row, int number) throws SQLException {
        return new Owner(
                row.getString(1),
                row.getObject(2, UUID.class),
                OwnerState.valueOf(row.getString(3)),
                row.getBoolean(4),
                instant(row, 5),
                instant(row, 6));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
