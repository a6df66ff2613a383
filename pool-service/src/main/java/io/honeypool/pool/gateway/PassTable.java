package io.honeypool.pool.gateway;

import io.honeypool.pool.token.TokenHash;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database knows about tokens and about connections that have a tunnel. */
@Component
class PassTable {

    /** Whoever comes with wrong tokens must not take the connections to the database from the leases. */
    private static final int QUESTIONS_AT_ONCE = 6;

    private static final int BATCH = 1_000;

    private final JdbcClient database;
    private final InstantSource clock;
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE, true);

    PassTable(JdbcClient database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is known of a token; empty if no connection has it. */
    Optional<PassRow> find(String token) throws InterruptedException {
        TokenHash hash = TokenHash.of(token);
        questions.acquire();
        try {
            return database.sql("""
                            SELECT token_hash, connection_id, sensor_id, lease_id, deadline <= :now AS late,
                                   closed_at IS NOT NULL AND close_reason <> 'EXPIRED' AS closed,
                                   lease.state = 'ENDED' AS over, owner, host(guest.address) AS address,
                                   ssh_port, telnet_port
                              FROM lease_connection JOIN lease ON lease.id = lease_id
                                   JOIN guest ON guest.id = guest_id
                             WHERE token_hash = :hash""")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("hash", hash.bytes())
                    .query((row, number) -> row(row, hash))
                    .optional()
                    .flatMap(found -> found);
        } finally {
            questions.release();
        }
    }

    /**
     * Of connections that have a tunnel, those that are to keep it: neither released nor revoked, and of a lease that
     * is not over. One that was not renewed in time keeps it, as it may be renewed yet.
     */
    Set<String> lasting(Collection<String> connections) {
        Set<String> lasting = new HashSet<>();
        List<String> all = List.copyOf(connections);
        for (int from = 0; from < all.size(); from += BATCH) {
            String[] batch =
                    all.subList(from, Math.min(from + BATCH, all.size())).toArray(String[]::new);
            lasting.addAll(database.sql("""
                            SELECT connection_id FROM lease_connection JOIN lease ON lease.id = lease_id
                             WHERE connection_id = ANY (:connections) AND token_hash IS NOT NULL
                               AND lease.state <> 'ENDED' AND (closed_at IS NULL OR close_reason = 'EXPIRED')""")
                    .param("connections", batch)
                    .query(String.class)
                    .list());
        }
        return lasting;
    }

    private static Optional<PassRow> row(ResultSet row, TokenHash hash) throws SQLException {
        if (!TokenHash.stored(row.getBytes("token_hash")).equals(hash)) {
            return Optional.empty();
        }
        return Optional.of(new PassRow(
                row.getString("connection_id"),
                row.getString("sensor_id"),
                row.getObject("lease_id", UUID.class),
                row.getBoolean("closed"),
                row.getBoolean("late"),
                row.getBoolean("over"),
                row.getString("owner"),
                InetAddress.ofLiteral(row.getString("address")),
                row.getInt("ssh_port"),
                row.getInt("telnet_port")));
    }
}
