package io.honeypool.common.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuestCredentialsTests {

    @Test
    void toStringKeepsThePasswordToItself() {
        assertThat(new GuestCredentials("root", "s3cret").toString())
                .contains("root")
                .doesNotContain("s3cret");
    }
}
