package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTests {

    private final Numbers<String> numbers = new Numbers<>();

    @Test
    void thePreferredNumberIsTakenIfItIsFree() {
        assertThat(numbers.take(7, "a")).isEqualTo(7);
        assertThat(numbers.get(7)).isEqualTo("a");
        assertThat(numbers.take(7, "b")).isZero();
    }

    @Test
    void theLowestFreeNumberIsTakenOtherwise() {
        assertThat(numbers.takeLowest("a")).isZero();
        assertThat(numbers.takeLowest("b")).isEqualTo(1);
        numbers.free(0);
        assertThat(numbers.takeLowest("c")).isZero();
        assertThat(numbers.size()).isEqualTo(2);
    }

    @Test
    void aPeerThatChoosesAHugeNumberDoesNotGetIt() {
        assertThat(numbers.take(0xffff_ffffL, "a")).isZero();
    }
}
