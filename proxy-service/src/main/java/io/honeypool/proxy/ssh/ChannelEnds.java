package io.honeypool.proxy.ssh;

import java.io.IOException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both ends of a relayed channel do alike. */
final class ChannelEnds {

    private static final Logger log = LoggerFactory.getLogger(ChannelEnds.class);

    private ChannelEnds() {}

    /** Sends the end of data; a session that is gone needs none. */
    static void sendEof(EofSender sender) {
        try {
            IoWriteFuture sent = sender.send();
            log.trace("end of data: {}", sent);
        } catch (IOException e) {
            log.debug("no end of data sent: {}", e.toString());
        }
    }

    /** MINA's own way to send it, which is null when it was sent before. */
    @FunctionalInterface
    interface EofSender {
        @Nullable IoWriteFuture send() throws IOException;
    }
}
