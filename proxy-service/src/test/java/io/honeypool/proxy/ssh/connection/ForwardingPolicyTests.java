package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingPolicyTests {

    @Test
    void aRedirectGoesBeforeThePolicy() {
        ForwardingPolicy policy = policy(ForwardingSettings.Policy.REFUSE, "25=sink:2525");

        assertThat(policy.directTcpip(25))
                .isInstanceOfSatisfying(ForwardingPolicy.Decision.Elsewhere.class, elsewhere -> {
                    assertThat(elsewhere.target().host()).isEqualTo("sink");
                    assertThat(elsewhere.target().port()).isEqualTo(2525);
                });
        assertThat(policy.directTcpip(26)).isEqualTo(new ForwardingPolicy.Decision.Refuse());
        assertThat(policy.directStreamlocal()).isEqualTo(new ForwardingPolicy.Decision.Refuse());
    }

    @Test
    void onlyTheGuestListens() {
        assertThat(policy(ForwardingSettings.Policy.INTO_GUEST).mayListen()).isTrue();
        assertThat(policy(ForwardingSettings.Policy.RECORD).mayListen()).isFalse();
        assertThat(policy(ForwardingSettings.Policy.REFUSE).mayListen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "25=", "25=host", "x=host:1", "0=host:1", "25=host:65536", "25=2001:db8::1:25"})
    void aRedirectThatIsNoneSaysSo(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Redirect.valueOf(text));
    }

    @Test
    void onePortIsRedirectedOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(ForwardingSettings.Policy.REFUSE, "25=a:1", "25=b:2"))
                .withMessage("port 25 is redirected twice");
    }

    private static ForwardingPolicy policy(ForwardingSettings.Policy base, String... redirects) {
        return new ForwardingPolicy(new ForwardingSettings(
                base, List.of(redirects).stream().map(Redirect::valueOf).toList()));
    }
}
