package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is lost, no session is left open, and memory stays flat: benchmarks that end with 1 otherwise. */
class LossIT {

    @Test
    void aThousandPasswordsAreAnEventEach() {
        Command.Result result = Deployment.bench("bruteforce", "1000").run();

        assertThat(result.status()).as(result.output() + result.errors()).isZero();
    }

    @Test
    void bytesGoBothWaysWhileKeysAreExchanged() {
        Command.Result result = Deployment.bench("transfer", "100").run();

        assertThat(result.status()).as(result.output() + result.errors()).isZero();
    }

    @Test
    @Tag("long")
    void fiftyThousandPasswordsAreAnEventEach() {
        Deployment.bench("bruteforce").within(Duration.ofMinutes(20)).run().orFail();
    }

    @Test
    @Tag("long")
    void fiveGigabytesGoBothWays() {
        Deployment.bench("transfer").within(Duration.ofMinutes(10)).run().orFail();
    }
}
