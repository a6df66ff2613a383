package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.system.Probe.Policy;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every egress policy, proved from inside a guest, with an internet and an operator's network to be reached or not. */
@Tag("isolation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressIT {

    private static final String PROFILES = """
            honeypool.pool:
              default-profile: deny
              profiles:
                deny: {egress: deny, maximum: 2}
                dns: {egress: dns, maximum: 2}
                limited: {egress: limited, maximum: 2}
            """;

    private ProbeWorld world;
    private Deployment deployment;

    @BeforeAll
    void start() {
        world = new ProbeWorld();
        deployment =
                Deployment.prepare().withPoolSettings(PROFILES).withOptions("--internet", ProbeWorld.INTERNET_LINK);
        deployment.build().up(1);
        ProbedGuest.awaitRest(deployment);
    }

    @AfterAll
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
        world.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTriedFromInsideEndsAsTheTableSays(Policy policy) {
        try (ProbedGuest guest = ProbedGuest.in(deployment, policy.word());
                ProbeRun run = ProbeRun.inWorld(guest, policy)) {
            List<ProbeRun.Result> results = run.results();
            System.out.print(ProbeRun.table(policy, results));

            assertThat(results).as(ProbeRun.table(policy, results)).noneMatch(ProbeRun.Result::differs);
            checkNames(policy, guest);
        }
    }

    /** What a program in the guest that asks for a name is told. */
    private static void checkNames(Policy policy, ProbedGuest guest) {
        String file = guest.run("cat /etc/resolv.conf").orFail();
        switch (policy) {
            case DENY -> assertThat(file).startsWith("nameserver 127.0.0.1\n");
            case DNS -> {
                assertThat(file)
                        .isEqualTo(
                                "nameserver " + guest.surroundings().gateway().address() + "\n");
                assertThat(guest.run("getent ahostsv4 pool.minexmr.com | cut -d' ' -f1 | sort -u")
                                .orFail())
                        .isEqualTo("192.0.2.80\n");
            }
            case LIMITED -> assertThat(file).isEqualTo("nameserver 9.9.9.9\n");
        }
    }
}
