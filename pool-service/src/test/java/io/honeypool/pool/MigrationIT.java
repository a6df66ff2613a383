package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.testing.Databases;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database that an earlier version of the pool filled is brought up to this one. */
class MigrationIT {

    private final DataSource source = new DriverManagerDataSource(Databases.fresh(), "postgres", "");
    private final JdbcClient database = JdbcClient.create(source);

    @BeforeEach
    void fillAsVersion1() {
        Flyway.configure().dataSource(source).target("1").load().migrate();
        guest("hp-pool-1", 1);
        guest("hp-my-3-pool-12", 12);
        guest("hp-pool-2", 2);
    }

    @Test
    void guestsGetTheOwnerThatTheirNamesTell() {
        Flyway.configure().dataSource(source).load().migrate();

        assertThat(database.sql("SELECT owner FROM guest ORDER BY slot")
                        .query(String.class)
                        .list())
                .containsExactly("pool", "pool", "my-3-pool");
        assertThat(database.sql("SELECT name || ' ' || state FROM pool_owner ORDER BY name")
                        .query(String.class)
                        .list())
                .containsExactly("my-3-pool STOPPED", "pool STOPPED");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 192.0.2.77/32, 192.0.2.0/24",
        "2001:db8:1:2:3::4, 2001:db8:1:2::/64, 2001:db8:1:2::/64",
        "2001:db8:1:2:3::4, 2001:db8:1::/48, 2001:db8:1::/48"
    })
    void leasesGetTheNetworkTheyAreCountedIn(String address, String key, String network) {
        database.sql("""
                        INSERT INTO lease (id, source_address, source_key, profile, guest_id, state, created_at,
                                           last_used_at, version)
                        SELECT gen_random_uuid(), CAST(? AS inet), CAST(? AS cidr), 'default', id, 'ACTIVE', now(),
                               now(), 0 FROM guest WHERE slot = 1""").params(address, key).update();

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(database.sql("SELECT CAST(network_key AS text) || ' ' || shared FROM lease")
                        .query(String.class)
                        .single())
                .isEqualTo(network + " false");
    }

    @Test
    void eventsAreCountedThatWereThereBefore() {
        Flyway.configure().dataSource(source).target("8").load().migrate();
        database.sql("""
                        INSERT INTO event (id, sensor, session, type, occurred_at, source, body)
                        SELECT gen_random_uuid(), 'edge-1', 'aaaaaaaaaaa1', 'cowrie.command.input',
                               TIMESTAMPTZ '2026-01-01', '192.0.2.77', '{}' FROM generate_series(1, 3)""").update();
        database.sql("""
                        INSERT INTO attacker_session (sensor, session, protocol, source, started_at, last_at, events, logins, commands)
                        VALUES ('edge-1', 'aaaaaaaaaaa1', 'ssh', '192.0.2.77', '2026-01-01', '2026-01-01', 3, 0, 3)""").update();

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(database.sql("SELECT sensor || ' ' || events || ' ' || (bytes > 1200) FROM event_total")
                        .query(String.class)
                        .single())
                .isEqualTo("edge-1 3 true");
        assertThat(database.sql("""
                                SELECT count(*) FROM attacker_session s, event_total t
                                 WHERE s.bytes = t.bytes AND s.aged_from = s.last_at""").query(Long.class).single()).isEqualTo(1);
    }

    private void guest(String name, int slot) {
        database.sql("""
                        INSERT INTO guest (id, slot, name, profile, image, recipe, state, address, ssh_port, telnet_port,
                                           account_username, account_password, stale, created_at, state_since, version)
                        VALUES (?, ?, ?, 'default', 'debian-12', 'r', 'READY', '10.77.0.2', 22, 23,
                                'root', 'x', false, now(), now(), 0)""").params(UUID.randomUUID(), slot, name).update();
    }
}
