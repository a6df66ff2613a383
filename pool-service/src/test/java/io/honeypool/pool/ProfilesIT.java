package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several guest profiles in one pool. */
class ProfilesIT {

    private final RunningPool pool = RunningPool.start(
            "honeypool.pool.guests.ready",
            "1",
            "honeypool.pool.profiles.server.maximum",
            "2",
            "honeypool.pool.profiles.router.ssh-port",
            "0",
            "honeypool.pool.profiles.router.telnet-port",
            "23",
            "honeypool.pool.profiles.router.start",
            "cold",
            "honeypool.pool.profiles.router.ready",
            "2",
            "honeypool.pool.profiles.router.maximum",
            "2",
            "honeypool.pool.default-profile",
            "server",
            "honeypool.pool.protocol-profiles.telnet",
            "router");

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void eachProfileHasItsOwnGuestsAndSaysItsOwnPorts() {
        await().until(() -> ready("server") == 1 && ready("router") == 2);

        Answer byDefault = lease("c1", "SSH", "");
        Answer byProtocol = lease("c2", "TELNET", "");
        Answer byName = lease("c3", "SSH", ",\"profile\":\"router\"");
        Answer unknown = lease("c4", "SSH", ",\"profile\":\"toaster\"");

        assertThat(byDefault.json().path("profile").asString()).isEqualTo("server");
        assertThat(byDefault.json().at("/endpoints/0/protocol").asString()).isEqualTo("SSH");
        assertThat(byProtocol.json().path("profile").asString()).isEqualTo("router");
        assertThat(byProtocol.json().path("endpoints")).hasSize(1);
        assertThat(byProtocol.json().at("/endpoints/0/protocol").asString()).isEqualTo("TELNET");
        assertThat(byName.json().path("guestId")).isEqualTo(byProtocol.json().path("guestId"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body()).contains("router, server");
    }

    private Answer lease(String connection, String protocol, String more) {
        return pool.api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"s\",\"connectionId\":\"" + connection
                                + "\",\"sourceAddress\":\"192.0.2.1\",\"protocol\":\"" + protocol + "\"" + more + "}");
    }

    private int ready(String profile) {
        return pool.database()
                .sql("SELECT count(*) FROM guest WHERE state = 'READY' AND profile = ?")
                .param(profile)
                .query(Integer.class)
                .single();
    }
}
