package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** A forwarded connection whose other end takes everything and says nothing. */
final class SilentChannel implements OwnChannel {

    private final OwnEnd end;
    private final ChannelObserver observer;

    SilentChannel(OwnEnd end, ChannelObserver observer) {
        this.end = end;
        this.observer = observer;
    }

    @Override
    public void handle(int command, Buffer rest) {
        switch (command) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> {
                observer.data(rest);
                int length = rest.getBytes().length;
                if (end.receive(length)) {
                    end.consume(length);
                }
            }
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> end.answer(rest);
            case SshConstants.SSH_MSG_CHANNEL_CLOSE -> end.closeByAttacker();
            default -> {
                // a silent end has nothing to say to it
            }
        }
    }

    @Override
    public void abandon() {
        // holds nothing
    }
}
