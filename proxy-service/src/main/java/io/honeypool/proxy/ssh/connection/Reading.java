package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.relay.Backlog;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.jspecify.annotations.Nullable;

/**
 * Reading from one peer's socket. It is never paused while keys are exchanged with that peer: the exchange must end
 * before what waits for the peer can leave, and both peers may be exchanging keys at once.
 */
final class Reading implements Backlog.Source {

    private volatile @Nullable AbstractSession peer;

    void from(AbstractSession session) {
        peer = session;
    }

    @Override
    public boolean pause() {
        AbstractSession session = peer;
        if (session == null || session.getKexState() != KexState.DONE) {
            return false;
        }
        session.getIoSession().suspendRead();
        return true;
    }

    @Override
    public void resume() {
        AbstractSession session = peer;
        if (session != null) {
            session.getIoSession().resumeRead();
        }
    }
}
