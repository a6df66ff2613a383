package io.honeypool.proxy.ssh;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.session.Session;

/** Closes SSH sessions whose peer may have reasons not to let go. */
final class Closing {

    private Closing() {}

    /** Closes gracefully, so that what was sent arrives, and after some time at once. Blocks for that time at most. */
    static void closeWithin(Duration patience, Session ssh) throws IOException {
        if (!ssh.close(false).await(patience)) {
            ssh.close(true);
        }
    }
}
