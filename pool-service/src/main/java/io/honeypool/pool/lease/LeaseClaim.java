package io.honeypool.pool.lease;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.lease.LeaseOutcome.ConnectionIdTaken;
import io.honeypool.pool.lease.LeaseOutcome.Exhausted;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.lease.LeaseOutcome.NetworkFull;
import io.honeypool.pool.owner.Owners;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LeaseSettings;
import io.honeypool.pool.settings.NetworkLimitSettings;
import io.honeypool.pool.token.TokenHash;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.stereotype.Component;

/** Finds or makes the lease of a source. */
@Component
class LeaseClaim {

    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended(CAST(:network AS text) || ' ' || :profile, 0));\n";

    /** What every answer is read from: the connection, its lease and its guest. */
    private static final String ANSWER = """
            SELECT crowded, lease_id, guest_id, guest.profile, fresh, deadline, same,
                   host(guest.address) AS address, ssh_port, telnet_port, account_username, account_password, gateway
              FROM crowd LEFT JOIN answer ON true LEFT JOIN guest ON guest.id = answer.guest_id
                   LEFT JOIN pool_owner ON pool_owner.name = guest.owner
            """;

    /**
     * Finds the connection if it was opened before, and has what lets it through the gateway be what it is told now;
     * else joins the source's lease if it has one; else, unless its network has enough, takes the READY guest that
     * waits longest, whose pool service is alive and that nobody else is taking.
     */
    private static final String CLAIM = LOCK + """
            WITH earlier AS (
                SELECT lease.id AS lease_id, guest_id, fresh, deadline,
                       closed_at IS NULL AND sensor_id = :sensor AND protocol = :protocol AND profile = :profile
                           AND lease_connection.source_address = CAST(:address AS inet) AS same
                  FROM lease_connection JOIN lease ON lease.id = lease_id
                 WHERE connection_id = :connection
            ), held AS (
                SELECT id, guest_id FROM lease
                 WHERE source_key = CAST(:source AS cidr) AND profile = :profile AND state <> 'ENDED'
                   AND NOT EXISTS (SELECT FROM earlier)
                   FOR UPDATE
            ), crowd AS (
                SELECT count(*) >= :limit AS crowded FROM lease
                 WHERE network_key = CAST(:network AS cidr) AND profile = :profile AND state <> 'ENDED'
            ), serving AS (
                %s
            ), free AS (
                SELECT guest.id FROM guest
                 WHERE profile = :profile AND state = 'READY' AND owner IN (SELECT name FROM serving)
                   AND NOT EXISTS (SELECT FROM earlier) AND NOT EXISTS (SELECT FROM held)
                   AND NOT (SELECT crowded FROM crowd)
                 ORDER BY stale, ready_at
                   FOR UPDATE SKIP LOCKED
                 LIMIT 1
            ), claimed AS (
                UPDATE guest SET state = 'LEASED', state_since = :now, version = version + 1
                  FROM free WHERE guest.id = free.id
                RETURNING guest.id
            ), made AS (
                INSERT INTO lease (id, source_address, source_key, network_key, profile, guest_id, shared, state,
                                   created_at, last_used_at)
                SELECT :lease, CAST(:address AS inet), CAST(:source AS cidr), CAST(:network AS cidr), :profile,
                       claimed.id, false, 'ACTIVE', :now, :now
                  FROM claimed
                RETURNING id, guest_id
            ), joined AS (
                UPDATE lease SET state = 'ACTIVE', last_used_at = :now, expires_at = NULL
                  FROM held WHERE lease.id = held.id
                RETURNING lease.id, lease.guest_id
            ), taken AS (
                SELECT id, guest_id, true AS fresh FROM made
                UNION ALL
                SELECT id, guest_id, false FROM joined
            ), opened AS (
                INSERT INTO lease_connection (connection_id, lease_id, sensor_id, protocol, source_address, fresh,
                                              opened_at, deadline, token_hash)
                SELECT :connection, taken.id, :sensor, :protocol, CAST(:address AS inet), taken.fresh, :now, :deadline,
                       CAST(:pass AS bytea)
                  FROM taken
                RETURNING lease_id, deadline
            ), passed AS (
                UPDATE lease_connection SET token_hash = CAST(:pass AS bytea) FROM earlier
                 WHERE connection_id = :connection AND same AND token_hash IS DISTINCT FROM CAST(:pass AS bytea)
            ), answer AS (
                SELECT lease_id, guest_id, fresh, deadline, true AS same FROM opened JOIN taken ON taken.id = lease_id
                UNION ALL
                SELECT lease_id, guest_id, fresh, deadline, same FROM earlier
            )
            """.formatted(Owners.SERVING) + ANSWER;

    /**
     * Makes a lease for the guest that has the fewest open connections. A guest that is READY here is being claimed by
     * somebody, who is waited for, or got READY a moment ago.
     */
    private static final String SHARE = """
            WITH crowd AS (
                SELECT false AS crowded
            ), serving AS (
                %s
            ), busy AS (
                SELECT guest.id, guest.state FROM guest
                 WHERE profile = :profile AND state IN ('LEASED', 'READY') AND owner IN (SELECT name FROM serving)
                 ORDER BY (SELECT count(*) FROM lease JOIN lease_connection ON lease_id = lease.id
                            WHERE lease.guest_id = guest.id AND lease.state <> 'ENDED' AND closed_at IS NULL),
                          guest.id
                   FOR UPDATE
                 LIMIT 1
            ), claimed AS (
                UPDATE guest SET state = 'LEASED', state_since = :now, version = version + 1
                  FROM busy WHERE guest.id = busy.id AND busy.state = 'READY'
            ), made AS (
                INSERT INTO lease (id, source_address, source_key, network_key, profile, guest_id, shared, state,
                                   created_at, last_used_at)
                SELECT :lease, CAST(:address AS inet), CAST(:source AS cidr), CAST(:network AS cidr), :profile,
                       busy.id, busy.state = 'LEASED', 'ACTIVE', :now, :now
                  FROM busy
                RETURNING id, guest_id
            ), opened AS (
                INSERT INTO lease_connection (connection_id, lease_id, sensor_id, protocol, source_address, fresh,
                                              opened_at, deadline, token_hash)
                SELECT :connection, made.id, :sensor, :protocol, CAST(:address AS inet), true, :now, :deadline,
                       CAST(:pass AS bytea)
                  FROM made
                RETURNING lease_id, fresh, deadline
            ), answer AS (
                SELECT lease_id, guest_id, fresh, deadline, true AS same FROM opened JOIN made ON made.id = lease_id
            )
            """.formatted(Owners.SERVING) + ANSWER;

    private final StatementGroup group;
    private final LeaseStatements statements;
    private final Owners owners;
    private final LeaseSettings settings;

    LeaseClaim(StatementGroup group, LeaseStatements statements, Owners owners, HoneypoolSettings settings) {
        this.group = group;
        this.statements = statements;
        this.owners = owners;
        this.settings = settings.pool().lease();
    }

    /**
     * Gives the source its own guest: the one it has, or a READY one. One round trip, and one transaction unless the
     * caller has one. Requests from one network wait for each other until its end, so that they can be counted, and so
     * that the second of two first requests of a source finds the lease that the first made. That a source has one
     * lease, and a guest one owner, does not rest on this: unique indexes and row locks see to it.
     */
    LeaseOutcome claim(LeaseApplication application, Instant now) {
        return answer(CLAIM, application, now);
    }

    /** Comes first in a transaction that shares. */
    void lockSharing() {
        statements.lockSharing();
    }

    /**
     * Gives a source without lease a guest that others have; in the same transaction as {@link #claim}, after
     * {@link #lockSharing()}.
     */
    LeaseOutcome share(LeaseApplication application, Instant now) {
        return answer(SHARE, application, now);
    }

    private LeaseOutcome answer(String statements, LeaseApplication application, Instant now) {
        MapSqlParameterSource parameters = new MapSqlParameterSource(owners.servingParameters())
                .addValue("limit", limit())
                .addValue("source", application.source().leaseKey(settings.ipv6PrefixLength()))
                .addValue("network", network(application))
                .addValue("address", application.source().toString())
                .addValue("profile", application.profile())
                .addValue("lease", UUID.randomUUID())
                .addValue("sensor", application.sensorId())
                .addValue("connection", application.connectionId())
                .addValue("protocol", application.protocol().name())
                .addValue("pass", application.pass().map(TokenHash::bytes).orElse(null), Types.BINARY)
                .addValue("now", Timestamp.from(now))
                .addValue("deadline", Timestamp.from(now.plus(settings.connectionDeadline())));
        return group.run(statements, parameters, LeaseClaim::outcome);
    }

    /** No network is smaller than a source: the lock on it must be the lock on the source too. */
    private String network(LeaseApplication application) {
        NetworkLimitSettings perNetwork = settings.perNetwork();
        return application
                .source()
                .network(
                        perNetwork.ipv4PrefixLength(),
                        Math.min(perNetwork.ipv6PrefixLength(), settings.ipv6PrefixLength()));
    }

    private int limit() {
        int limit = settings.perNetwork().limit();
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    private static LeaseOutcome outcome(ResultSet row, int number) throws SQLException {
        UUID lease = row.getObject("lease_id", UUID.class);
        if (lease == null) {
            return row.getBoolean("crowded") ? new NetworkFull() : new Exhausted();
        }
        if (!row.getBoolean("same")) {
            return new ConnectionIdTaken();
        }
        return new Granted(
                lease,
                row.getObject("guest_id", UUID.class),
                row.getString("profile"),
                row.getBoolean("fresh"),
                InetAddress.ofLiteral(row.getString("address")),
                new GuestAccess(
                        row.getInt("ssh_port"),
                        row.getInt("telnet_port"),
                        new GuestCredentials(row.getString("account_username"), row.getString("account_password"))),
                row.getString("gateway"),
                row.getTimestamp("deadline").toInstant());
    }
}
