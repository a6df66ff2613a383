package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.ForwardingEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** What becomes of channels that the attacker opens. Called on the I/O thread of its connection; never blocks. */
final class AttackerOpenings {

    /** How much of what is sent to a forwarded connection events show; enough for the first request of any protocol. */
    private static final int SHOWN_BYTES = 4096;

    /** The same for a connection whose other end is only pretended to be there. */
    private static final int RECORDED_BYTES = 64 * 1024;

    private final ConnectionRelay relay;
    private final ForwardingPolicy policy;

    AttackerOpenings(ConnectionRelay relay, ForwardingPolicy policy) {
        this.relay = relay;
        this.policy = policy;
    }

    void open(ChannelOpening opening) {
        switch (opening.type()) {
            case ChannelOpening.SESSION -> intoGuest(opening, new SessionChannel(relay));
            case ChannelOpening.DIRECT_TCPIP -> directTcpip(opening, DirectTcpip.read(opening.rest()));
            case ChannelOpening.DIRECT_STREAMLOCAL -> directStreamlocal(opening);
            default -> intoGuest(opening, ChannelObserver.NONE);
        }
    }

    private void directTcpip(ChannelOpening opening, DirectTcpip target) {
        relay.events().record(target.requested());
        switch (policy.directTcpip(target.port())) {
            case ForwardingPolicy.Decision.IntoGuest() ->
                intoGuest(opening, target.recordData(relay.events(), opening.sender(), SHOWN_BYTES));
            case ForwardingPolicy.Decision.Refuse() -> prohibit(opening);
            case ForwardingPolicy.Decision.Pretend() ->
                pretend(opening, target.recordData(relay.events(), opening.sender(), RECORDED_BYTES));
            case ForwardingPolicy.Decision.Elsewhere(RedirectTarget elsewhere) -> redirect(opening, target, elsewhere);
        }
    }

    private void directStreamlocal(ChannelOpening opening) {
        Buffer copy = new ByteArrayBuffer(
                opening.rest().array(), opening.rest().rpos(), opening.rest().available());
        relay.events().record(new ForwardingEvent.DirectStreamlocalRequested(AttackerText.escape(copy.getBytes())));
        switch (policy.directStreamlocal()) {
            case ForwardingPolicy.Decision.IntoGuest() -> intoGuest(opening, ChannelObserver.NONE);
            case ForwardingPolicy.Decision.Refuse() -> prohibit(opening);
            case ForwardingPolicy.Decision.Pretend(), ForwardingPolicy.Decision.Elsewhere _ ->
                pretend(opening, ChannelObserver.NONE);
        }
    }

    private void intoGuest(ChannelOpening opening, ChannelObserver observer) {
        if (!relay.hasRoom()) {
            ConnectionRelay.refuse(relay.toAttacker(), opening.sender(), SshConstants.SSH_OPEN_CONNECT_FAILED);
            return;
        }
        RelayedChannel channel = new RelayedChannel(observer);
        channel.attackersOwn(opening.sender());
        long number = relay.guestsChannels().take(opening.sender(), channel);
        channel.towardsGuest(number);
        relay.early().asked();
        relay.enter();
        relay.toGuest().send(SshConstants.SSH_MSG_CHANNEL_OPEN, opening.as(number));
    }

    /** Refuses as OpenSSH does when it may not forward (serverloop.c). */
    private void prohibit(ChannelOpening opening) {
        ConnectionRelay.refuse(relay.toAttacker(), opening.sender(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
    }

    private void pretend(ChannelOpening opening, ChannelObserver observer) {
        if (hasRoomForOwn(opening)) {
            OwnEnd end = OwnEnd.reserve(relay, opening);
            SilentChannel channel = new SilentChannel(end, observer);
            end.confirm(channel);
        }
    }

    private void redirect(ChannelOpening opening, DirectTcpip wanted, RedirectTarget elsewhere) {
        if (hasRoomForOwn(opening)) {
            ChannelObserver observer = wanted.recordData(relay.events(), opening.sender(), SHOWN_BYTES);
            RedirectedChannel channel = new RedirectedChannel(relay, OwnEnd.reserve(relay, opening), observer);
            channel.connect(elsewhere, wanted);
        }
    }

    private boolean hasRoomForOwn(ChannelOpening opening) {
        if (relay.hasRoom()) {
            return true;
        }
        ConnectionRelay.refuse(relay.toAttacker(), opening.sender(), SshConstants.SSH_OPEN_CONNECT_FAILED);
        return false;
    }
}
