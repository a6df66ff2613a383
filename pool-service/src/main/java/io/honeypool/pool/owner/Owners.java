package io.honeypool.pool.owner;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The pool services on this database. */
@Service
public class Owners {

    /**
     * Part of an SQL statement: the names of those whose guests may be handed out now. A service needs no proof of life
     * from itself. Its parameters are {@link #servingParameters()}.
     */
    public static final String SERVING = """
            SELECT name FROM pool_owner
             WHERE state = 'ALIVE' AND serving
               AND (name = :self OR seen_at > statement_timestamp() - make_interval(secs => :suspectAfter))""";

    private final JdbcClient database;
    private final String self;
    private final Duration suspectAfter;

    Owners(JdbcClient database, HoneypoolSettings settings) {
        this.database = database;
        this.self = settings.pool().name();
        this.suspectAfter = settings.pool().owner().suspectAfter();
    }

    /** All of them, by name. */
    public List<Owner> list() {
        return OwnerTable.all(database);
    }

    /** The parameters of {@link #SERVING}. */
    public Map<String, Object> servingParameters() {
        return Map.of("self", self, "suspectAfter", suspectAfter.toMillis() / 1_000.0);
    }

    /** Has whoever is given a guest of this service's learn where its gateway is; null if it has none. */
    public void announceGateway(@Nullable String address) {
        database.sql("UPDATE pool_owner SET gateway = :gateway WHERE name = :self")
                .param("gateway", address, Types.VARCHAR)
                .param("self", self)
                .update();
    }

    /** Forgets those that are gone since before a moment and of which no guest is remembered; returns how many. */
    public int forget(Instant before) {
        return database.sql("""
                        DELETE FROM pool_owner
                         WHERE state <> 'ALIVE' AND seen_at < :before
                           AND NOT EXISTS (SELECT 1 FROM guest WHERE guest.owner = pool_owner.name)""").param("before", OwnerTable.parameter(before)).update();
    }
}
