package io.honeypool.proxy.capture.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PurposeTests {

    @Test
    void filesInAProtocolAreTold() {
        assertThat(Purpose.of("scp -t /tmp/x")).isEqualTo(new Purpose.Scp(false, "/tmp/x", false));
        assertThat(Purpose.of("scp -v -r -p -t -- '/tmp/a b'")).isEqualTo(new Purpose.Scp(false, "/tmp/a b", true));
        assertThat(Purpose.of("/usr/bin/scp -pf /etc/*")).isEqualTo(new Purpose.Scp(true, "/etc/*", false));
        assertThat(Purpose.of("cd /tmp && sudo scp -dt .")).isEqualTo(new Purpose.Scp(false, ".", true));
        assertThat(Purpose.of("LANG=C exec /usr/lib/openssh/sftp-server -e")).isEqualTo(new Purpose.Sftp());
        assertThat(Purpose.of("rsync --server -logDtpre.iLsfxCIvu . /tmp"))
                .isEqualTo(new Purpose.Rsync(false, List.of("--server", "-logDtpre.iLsfxCIvu"), "/tmp"));
    }

    @Test
    void everythingElseIsAnother() {
        for (String line : List.of("", "scp a b:", "uname -a", "rsync -a x y", "echo scp -t x", "'", "scp -t -f x")) {
            assertThat(Purpose.of(line)).as(line).isEqualTo(new Purpose.Other());
        }
    }
}
