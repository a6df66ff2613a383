package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.EventLog;
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
            AbstractSession attacker, Peers peers, RelaySettings settings, OwnGlobalRequests ownRequests) {
        super(attacker);
        this.relay = new ConnectionRelay(attacker, peers.events(), peers.guest(), settings.maximumChannels());
        ForwardingPolicy policy = new ForwardingPolicy(settings.forwarding());
        this.messages = new AttackerMessages(relay, new AttackerOpenings(relay, policy), ownRequests, policy);
    }

    @Override
    public void process(int command, Buffer message) throws Exception {
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
     */
    public record Peers(EventLog events, GuestEntry guest) {}

    /**
     * Makes one connection per attacker that is let in.
     *
     * @param peers finds who is at the ends of an SSH session
     * @param settings bounds and policy
     * @param ownRequests what the sensor answers itself
     */
    public record Factory(Function<Session, Peers> peers, RelaySettings settings, OwnGlobalRequests ownRequests)
            implements ServiceFactory {

        @Override
        public String getName() {
            return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws IOException {
            return new AttackerConnection((AbstractSession) session, peers.apply(session), settings, ownRequests);
        }
    }
}
