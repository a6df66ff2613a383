package io.honeypool.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyOrderTests {

    private final List<String> answers = new ArrayList<>();
    private final ReplyOrder<String> order = new ReplyOrder<>(3, answers::add);

    @Test
    void anAnswerFromHereDoesNotWaitForNothing() {
        assertThat(order.answer("a")).isTrue();

        assertThat(answers).containsExactly("a");
    }

    @Test
    void anAnswerFromHereWaitsForThoseFromAfar() {
        assertThat(order.expect()).isTrue();
        assertThat(order.answer("second")).isTrue();
        assertThat(order.expect()).isTrue();
        assertThat(answers).isEmpty();

        assertThat(order.arrived("first")).isTrue();
        assertThat(answers).containsExactly("first", "second");

        assertThat(order.arrived("third")).isTrue();
        assertThat(answers).containsExactly("first", "second", "third");
    }

    @Test
    void whatNobodyAskedForIsNoAnswer() {
        assertThat(order.arrived("x")).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void tooManyOpenRequestsAreRefused() {
        assertThat(order.expect()).isTrue();
        assertThat(order.answer("b")).isTrue();
        assertThat(order.expect()).isTrue();

        assertThat(order.expect()).isFalse();
        assertThat(order.answer("d")).isFalse();
    }
}
