package io.honeypool.proxy.ssh.connection;

import java.io.IOException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The connection protocol at the guest's side, which MINA hands its messages to once we are let in. A connection that
 * no relay serves is our own, and MINA's business.
 */
public final class GuestConnection extends AbstractConnectionService {

    static final AttributeKey<ConnectionRelay> RELAY = new AttributeKey<>();

    /** Makes one connection per guest leg. */
    public static final ServiceFactory FACTORY = new Factory();

    private @Nullable GuestMessages messages;

    private GuestConnection(AbstractSession guest) {
        super(guest);
    }

    @Override
    public void process(int command, Buffer message) throws Exception {
        GuestMessages handler = messages;
        if (handler == null) {
            ConnectionRelay relay = getSession().getAttribute(RELAY);
            handler = relay == null ? null : new GuestMessages(relay);
            messages = handler;
        }
        if (handler == null || !handler.handle(command, message)) {
            super.process(command, message);
        }
    }

    /** Makes the connection before anybody enters the guest. */
    private static final class Factory implements ServiceFactory {

        @Override
        public String getName() {
            return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws IOException {
            return new GuestConnection((AbstractSession) session);
        }
    }

    /** Tells the attacker what its guest says when it ends the connection. */
    public static final class LastWords implements SessionListener {

        @Override
        public void sessionDisconnect(
                Session guest, int reason, @Nullable String words, @Nullable String language, boolean initiator) {
            ConnectionRelay relay = guest.getAttribute(RELAY);
            if (relay != null && !initiator && guest.isAuthenticated()) {
                relay.disconnectedByGuest(reason, words == null ? "" : words);
            }
        }
    }
}
