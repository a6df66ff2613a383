package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.relay.TappedSession;
import java.io.IOException;
import java.util.function.Function;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;

/** The connection protocol at the attacker's side, which MINA hands its messages to once the attacker is let in. */
public final class AttackerConnection extends AbstractConnectionService {

    private final ConnectionRelay relay;
    private final AttackerMessages messages;

    private AttackerConnection(
            AbstractSession attacker,
            Peers peers,
            int maximumChannels,
            ForwardingPolicy policy,
            OwnGlobalRequests ownRequests) {
        super(attacker);
        this.relay = new ConnectionRelay(attacker, peers, maximumChannels);
        this.messages = new AttackerMessages(relay, new AttackerOpenings(relay, policy), ownRequests, policy);
    }

    @Override
    public void process(int command, Buffer message) throws Exception {
        if (relay.isOver()) {
            return;
        }
        int start = message.rpos();
        try {
            if (!messages.handle(command, message)) {
                super.process(command, message);
            }
        } catch (BufferException | IndexOutOfBoundsException e) {
            message.rpos(start);
            relay.cut(command, message);
        }
    }

    @Override
    protected void preClose() {
        relay.close();
        super.preClose();
    }

    /**
     * Who is at the ends of one session.
     *
     * @param events what the attacker does
     * @param guest the way into its guest
     * @param tapped who reads along
     */
    public record Peers(EventLog events, GuestEntry guest, TappedSession tapped) {}

    /** Makes one connection per attacker that is let in. */
    public static final class Factory implements ServiceFactory {

        private final Function<Session, Peers> peers;
        private final int maximumChannels;
        private final ForwardingPolicy policy;
        private final OwnGlobalRequests ownRequests;

        /**
         * For all connections of a sensor.
         *
         * @param peers finds who is at the ends of an SSH session
         * @param settings bounds and policy
         * @param ownRequests what the sensor answers itself
         */
        public Factory(Function<Session, Peers> peers, RelaySettings settings, OwnGlobalRequests ownRequests) {
            this.peers = peers;
            this.maximumChannels = settings.maximumChannels();
            this.policy = new ForwardingPolicy(settings.forwarding());
            this.ownRequests = ownRequests;
        }

        @Override
        public String getName() {
            return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws IOException {
            return new AttackerConnection(
                    (AbstractSession) session, peers.apply(session), maximumChannels, policy, ownRequests);
        }
    }
}
