package io.honeypool.proxy.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.fixture.MemorySocket;
import io.honeypool.proxy.fixture.Messages;
import io.honeypool.proxy.relay.TappedSession;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A relay between an attacker and a guest that say what an input has them say, and check what they hear. */
final class RelayPlay {

    private static final int MOST_CHANNELS = 10;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4711);
    private static final SessionRegistry REGISTRY = new SessionRegistry(
            new EventDispatcher(List.of(), Clock.systemUTC(), SinkObserver.NONE),
            TestEvents.SENSOR,
            new SessionSettings(10),
            TestAdmission.UNLIMITED);

    private final Peers.Attacker attacker = Peers.Attacker.connect();
    private final Peers.Guest guest = Peers.Guest.connect();
    private final Set<Long> namedByAttacker = new HashSet<>();
    private final Set<Long> namedByGuest = new HashSet<>();
    private final CompletableFuture<ClientSession> entrance = new CompletableFuture<>();
    private final ConnectionRelay relay;
    private final AttackerMessages fromAttacker;
    private final GuestMessages fromGuest;
    private boolean entering;
    private boolean over;

    RelayPlay(byte policy) throws Exception {
        ForwardingSettings.Policy[] policies = ForwardingSettings.Policy.values();
        ForwardingPolicy forwarding = new ForwardingPolicy(
                new ForwardingSettings(policies[Math.floorMod(policy, policies.length)], List.of()));
        var session = REGISTRY.admit(LoginProtocol.SSH, ADDRESS, ADDRESS).orElseThrow();
        relay = new ConnectionRelay(
                attacker,
                new AttackerConnection.Peers(session.events(), this::enter, TappedSession.unwatched()),
                MOST_CHANNELS);
        session.close();
        fromAttacker = new AttackerMessages(
                relay, new AttackerOpenings(relay, forwarding), (ssh, type, request) -> null, forwarding);
        fromGuest = new GuestMessages(relay);
    }

    private CompletableFuture<ClientSession> enter(ConnectionRelay entered) {
        entering = true;
        entered.serve(guest);
        return entrance;
    }

    /**
     * Performs the messages behind the first byte. The first byte of each is: 0 for a message of the attacker, from its
     * number on; 1 for one of the guest; 2 when the guest lets the relay in; 3 when the attacker's socket takes what it
     * has, and 4 when the guest's does.
     */
    void perform(byte[] input) {
        Messages messages = new Messages(Arrays.copyOfRange(input, 1, input.length));
        while (messages.hasNext() && !over) {
            byte[] message = messages.next();
            if (message.length == 0) {
                continue;
            }
            switch (message[0]) {
                case 0 -> say(true, message);
                case 1 -> say(false, message);
                case 2 -> letIn();
                case 3 -> attacker.inbox.write();
                case 4 -> guest.inbox.write();
                default -> {
                    // nothing happens
                }
            }
            hear();
            over |= attacker.isClosing();
        }
    }

    private void letIn() {
        if (entering) {
            entrance.complete(guest);
        }
    }

    private void say(boolean byAttacker, byte[] message) {
        if (message.length < 2 || (!byAttacker && !entrance.isDone())) {
            return;
        }
        int command = message[1] & 0xff;
        note(byAttacker ? namedByAttacker : namedByGuest, command, message);
        Buffer body = new ByteArrayBuffer(message, 2, message.length - 2);
        try {
            boolean known = byAttacker ? fromAttacker.handle(command, body) : fromGuest.handle(command, body);
            assertThat(known).isEqualTo(isOfConnection(command));
        } catch (BufferException | IndexOutOfBoundsException unreadable) {
            over = true;
        }
    }

    private static boolean isOfConnection(int command) {
        return (command >= SshConstants.SSH_MSG_GLOBAL_REQUEST && command <= SshConstants.SSH_MSG_REQUEST_FAILURE)
                || (command >= SshConstants.SSH_MSG_CHANNEL_OPEN && command <= SshConstants.SSH_MSG_CHANNEL_FAILURE);
    }

    /** Remembers the number that a peer gives to its own end of a channel. */
    private static void note(Set<Long> named, int command, byte[] message) {
        ByteBuffer body = ByteBuffer.wrap(message, 2, message.length - 2);
        try {
            if (command == SshConstants.SSH_MSG_CHANNEL_OPEN) {
                int type = body.getInt();
                body.position(body.position() + type);
                named.add(body.getInt() & 0xffff_ffffL);
            } else if (command == SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION) {
                body.getInt();
                named.add(body.getInt() & 0xffff_ffffL);
            }
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException unreadable) {
            // names none
        }
    }

    /** What both hear is about channels that they named, and there are no more of those than may be. */
    private void hear() {
        attacker.inbox.take().forEach(message -> check(message, namedByAttacker));
        guest.inbox.take().forEach(message -> check(message, namedByGuest));
        assertThat(relay.attackersChannels().size()).isLessThanOrEqualTo(2 * MOST_CHANNELS);
        assertThat(relay.guestsChannels().size()).isLessThanOrEqualTo(2 * MOST_CHANNELS);
        assertThat(relay.ownChannels().get()).isBetween(0, MOST_CHANNELS);
    }

    private static void check(byte[] message, Set<Long> named) {
        int command = message[0] & 0xff;
        if (command > SshConstants.SSH_MSG_CHANNEL_OPEN && command <= SshConstants.SSH_MSG_CHANNEL_FAILURE) {
            assertThat(named)
                    .as("message %d", command)
                    .contains(ByteBuffer.wrap(message).getInt(1) & 0xffff_ffffL);
        }
    }

    /** Both peers close what they have, and their sockets take everything. */
    void closeEverything() {
        if (over) {
            relay.close();
            return;
        }
        letIn();
        for (long number : numbers(relay.attackersChannels())) {
            boolean open = !(relay.attackersChannels().get(number) instanceof RelayedChannel channel)
                    || channel.attackersOwn() != RelayedChannel.NONE;
            say(
                    true,
                    message(
                            open ? SshConstants.SSH_MSG_CHANNEL_CLOSE : SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE,
                            number));
        }
        for (long number : numbers(relay.guestsChannels())) {
            RelayedChannel channel = relay.guestsChannels().get(number);
            boolean open = channel != null && channel.towardsAttacker() != RelayedChannel.NONE;
            say(
                    false,
                    message(
                            open ? SshConstants.SSH_MSG_CHANNEL_CLOSE : SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE,
                            number));
        }
        hear();
        attacker.inbox.write();
        guest.inbox.write();
    }

    private static byte[] message(int command, long number) {
        return ByteBuffer.allocate(6)
                .put((byte) 0)
                .put((byte) command)
                .putInt((int) number)
                .array();
    }

    private static List<Long> numbers(Numbers<?> channels) {
        List<Long> numbers = new ArrayList<>();
        for (long number = 0; number <= 0xffff && numbers.size() < channels.size(); number++) {
            if (channels.get(number) != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** Channels that somebody still counts. */
    int channelsLeft() {
        return over
                ? 0
                : relay.attackersChannels().size()
                        + relay.guestsChannels().size()
                        + relay.ownChannels().get();
    }

    /** Whether a peer is not listened to, though everything that it said is gone. */
    boolean isReadingStopped() {
        return !over && (isStopped(attacker.getIoSession()) || isStopped(guest.getIoSession()));
    }

    private static boolean isStopped(org.apache.sshd.common.io.IoSession socket) {
        return ((MemorySocket) socket).isSuspended();
    }
}
