package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.system.CycleReport.Made;
import io.honeypool.system.Cycles.End;
import io.honeypool.system.Cycles.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing of one source's guest is ever seen by another source, however often guests come and go. */
class CyclesIT {

    private static final int SHORT = 10;
    private static final int LONG = 100;
    private static final int GUESTS = 12;

    /** All guests are wanted READY; the first sources come while most slots have yet to be baked. */
    private static final String TWELVE = """
            honeypool.pool:
              guests: {ready: %1$d, maximum: %1$d}
              lease.retention: 30s
            """.formatted(GUESTS);

    @Test
    @ExtendWith(DeploymentExtension.class)
    void aFewSourcesNeverSeeEachOther(Deployment deployment) throws IOException, InterruptedException {
        PoolApi operator = deployment.api("operator");
        operator.activeLeases()
                .forEach(lease ->
                        operator.delete("leases/" + lease.get("leaseId").stringValue()));
        Cycles cycles = new Cycles(deployment, "127.40", 2, End.BY_OPERATOR);
        cycles.awaitRest();

        CycleReport report = run(cycles, Made.soFar(deployment), SHORT);

        assertThat(report.ends()).containsOnlyKeys("OPERATOR");
    }

    @Test
    @Tag("long")
    void aHundredSourcesOnTwelveGuestsNeverSeeEachOther() throws IOException, InterruptedException {
        try (Deployment deployment =
                Deployment.prepare().withPoolSettings(TWELVE).up(2)) {
            CycleReport report =
                    run(new Cycles(deployment, "127.41", 4, End.BY_OPERATOR_AND_IN_TIME), Made.NOTHING, LONG);

            assertThat(report.ends()).containsOnlyKeys("OPERATOR", "RETENTION");
            assertThat(report.ways().getOrDefault("BAKED", 0)).isLessThanOrEqualTo(GUESTS);
        }
    }

    private static CycleReport run(Cycles cycles, Made before, int number) throws IOException, InterruptedException {
        List<Visit> visits = cycles.run(number);
        CycleReport report = CycleReport.of(cycles, before, visits);
        System.out.print(report.text());
        Files.writeString(Path.of("target", "cycles-" + number + ".txt"), report.text());

        assertThat(report.foreign()).as("markers of others").isEmpty();
        assertThat(visits)
                .allSatisfy(visit -> assertThat(visit.before()).isEmpty())
                .filteredOn(Visit::cameBack)
                .hasSize(number / 5)
                .allSatisfy(visit -> assertThat(visit.after())
                        .extracting(Markers.Sighting::place)
                        .containsExactlyInAnyOrderElementsOf(Markers.PLACES));
        assertThat(report.leases()).isEqualTo(report.sources()).isEqualTo(number);
        assertThat(report.leased()).as("a guest each").isEqualTo(number);
        assertThat(report.reused()).isZero();
        assertThat(report.ways().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(report.provisioned())
                .isGreaterThanOrEqualTo(number);
        assertThat(report.leaked()).as("leaked: %s", report.leaked()).matches(Leftovers::isEmpty);
        return report;
    }
}
