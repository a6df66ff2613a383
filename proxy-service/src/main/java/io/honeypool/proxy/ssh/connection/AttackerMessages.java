package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.ForwardingEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** What becomes of the attacker's messages. Called on the I/O thread of its connection; never blocks. */
final class AttackerMessages {

    private final ConnectionRelay relay;
    private final AttackerOpenings openings;
    private final OwnGlobalRequests ownRequests;
    private final ForwardingPolicy policy;

    AttackerMessages(
            ConnectionRelay relay, AttackerOpenings openings, OwnGlobalRequests ownRequests, ForwardingPolicy policy) {
        this.relay = relay;
        this.openings = openings;
        this.ownRequests = ownRequests;
        this.policy = policy;
    }

    /**
     * Takes a message.
     *
     * @param message what follows the command
     * @return whether the message is one of the connection protocol
     */
    boolean handle(int command, Buffer message) {
        EarlyMessages early = relay.early();
        synchronized (early) {
            if (early.areWaiting() && isOfConnection(command)) {
                early.hold(command, message, this::handleLate);
                return true;
            }
            return take(command, message);
        }
    }

    private static boolean isOfConnection(int command) {
        return (command >= SshConstants.SSH_MSG_GLOBAL_REQUEST && command <= SshConstants.SSH_MSG_REQUEST_FAILURE)
                || (command >= SshConstants.SSH_MSG_CHANNEL_OPEN && command <= SshConstants.SSH_MSG_CHANNEL_FAILURE);
    }

    private void handleLate(int command, Buffer message) {
        if (relay.isOver() || relay.isClosed()) {
            return;
        }
        int start = message.rpos();
        try {
            var _ = take(command, message);
        } catch (BufferException | IndexOutOfBoundsException e) {
            message.rpos(start);
            relay.cut(command, message);
        }
    }

    private boolean take(int command, Buffer message) {
        switch (command) {
            case SshConstants.SSH_MSG_GLOBAL_REQUEST -> globalRequest(message);
            case SshConstants.SSH_MSG_REQUEST_SUCCESS, SshConstants.SSH_MSG_REQUEST_FAILURE -> {
                // OpenSSH takes any answer as a sign of life
                boolean _ = relay.repliesToGuest().arrived(GlobalReply.copyOf(command, message));
            }
            case SshConstants.SSH_MSG_CHANNEL_OPEN -> openings.open(ChannelOpening.read(message));
            case SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION -> confirmed(message);
            case SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE -> failed(message);
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST,
                    SshConstants.SSH_MSG_CHANNEL_DATA,
                    SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA,
                    SshConstants.SSH_MSG_CHANNEL_EOF,
                    SshConstants.SSH_MSG_CHANNEL_CLOSE,
                    SshConstants.SSH_MSG_CHANNEL_REQUEST,
                    SshConstants.SSH_MSG_CHANNEL_SUCCESS,
                    SshConstants.SSH_MSG_CHANNEL_FAILURE -> channelMessage(command, message);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void channelMessage(int command, Buffer message) {
        if (message.available() < Integer.BYTES) {
            numberless(command, message);
            return;
        }
        int start = message.rpos();
        long number = message.getUInt();
        switch (relay.attackersChannels().get(number)) {
            case null -> {
                if (relay.early().mayCome()) {
                    message.rpos(start);
                    relay.early().hold(command, message, this::handleLate);
                } else {
                    nonexistent(command, number, message, start);
                }
            }
            case OwnChannel own -> own.handle(command, message);
            case RelayedChannel channel -> pass(command, channel, message);
        }
    }

    private void pass(int command, RelayedChannel channel, Buffer message) {
        switch (command) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> channel.observer().data(message);
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> channel.observer().request(message);
            case SshConstants.SSH_MSG_CHANNEL_EOF -> channel.observer().ended();
            case SshConstants.SSH_MSG_CHANNEL_CLOSE -> {
                if (channel.closeByAttacker()) {
                    relay.forget(channel);
                }
            }
            default -> {
                // nothing that anybody watches
            }
        }
        relay.toGuest().pass(command, channel.guestsOwn(), message);
    }

    private void confirmed(Buffer message) {
        RelayedChannel channel = opening(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, message);
        if (channel == null) {
            return;
        }
        channel.attackersOwn(message.getUInt());
        long towardsGuest = relay.guestsChannels().take(channel.attackersOwn(), channel);
        channel.towardsGuest(towardsGuest);
        Buffer body = new ByteArrayBuffer(2 * Integer.BYTES + message.available());
        body.putUInt(channel.guestsOwn());
        body.putUInt(towardsGuest);
        body.putRawBytes(message.array(), message.rpos(), message.available());
        relay.toGuest().send(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, body);
    }

    private void failed(Buffer message) {
        RelayedChannel channel = opening(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, message);
        if (channel != null) {
            relay.attackersChannels().free(channel.towardsAttacker());
            relay.toGuest().pass(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, channel.guestsOwn(), message);
        }
    }

    /**
     * The channel that the attacker was asked to open and answers for; null if it was not, which ends the connection.
     */
    private @Nullable RelayedChannel opening(int command, Buffer message) {
        if (message.available() < Integer.BYTES) {
            numberless(command, message);
            return null;
        }
        int start = message.rpos();
        long number = message.getUInt();
        if (!(relay.attackersChannels().get(number) instanceof RelayedChannel channel)) {
            nonexistent(command, number, message, start);
            return null;
        }
        if (channel.attackersOwn() != RelayedChannel.NONE) {
            message.rpos(start);
            relay.violated(command, message, "Received " + name(command) + " for non-opening channel " + number + ".");
            return null;
        }
        return channel;
    }

    /** What OpenSSH says about channels that are not there (channels.c, serverloop.c). */
    private void nonexistent(int command, long number, Buffer message, int start) {
        String name = name(command);
        if (command == SshConstants.SSH_MSG_CHANNEL_REQUEST) {
            // read before the channel is looked for
            message.getBytes();
            message.getBoolean();
            message.rpos(start);
            relay.violated(command, message, "server_input_channel_req: unknown channel " + (int) number);
        } else if (!name.isEmpty() && command != SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST) {
            message.rpos(start);
            relay.violated(
                    command,
                    message,
                    number > Integer.MAX_VALUE
                            ? "Invalid " + name + " channel id"
                            : name + " packet referred to nonexistent channel " + number);
        }
        // window changes and answers are ignored
    }

    /** What OpenSSH says to a message that is too short for a channel's number. */
    private void numberless(int command, Buffer message) {
        if (command == SshConstants.SSH_MSG_CHANNEL_REQUEST) {
            relay.cut(command, message);
        } else if (!name(command).isEmpty()) {
            relay.violated(command, message, "Invalid " + name(command) + " message");
        }
        // answers are ignored
    }

    /** What OpenSSH calls a message; empty where it has no name for it. */
    private static String name(int command) {
        return switch (command) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> "data";
            case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA -> "extended data";
            case SshConstants.SSH_MSG_CHANNEL_EOF -> "ieof";
            case SshConstants.SSH_MSG_CHANNEL_CLOSE -> "oclose";
            case SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION -> "open confirmation";
            case SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE -> "open failure";
            case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST -> "window adjust";
            default -> "";
        };
    }

    private void globalRequest(Buffer message) {
        Buffer whole = new ByteArrayBuffer(message.getCompactData());
        String type = message.getString();
        boolean wantReply = message.getBoolean();
        GlobalReply own = answer(type, message);
        if (own != null) {
            if (wantReply && !relay.repliesToAttacker().answer(own)) {
                tooMany(whole);
            }
            return;
        }
        if (wantReply && !relay.repliesToAttacker().expect()) {
            tooMany(whole);
            return;
        }
        relay.toGuest().send(SshConstants.SSH_MSG_GLOBAL_REQUEST, whole);
    }

    /** Our own answer to a request, or null for the guest to answer. */
    private @Nullable GlobalReply answer(String type, Buffer request) {
        GlobalReply own = ownRequests.answer(relay.attacker(), type, request);
        if (own != null) {
            return own;
        }
        boolean listening = switch (type) {
            case "tcpip-forward" -> {
                relay.events().record(new ForwardingEvent.TcpipForwardRequested(text(request), request.getUInt()));
                yield true;
            }
            case "streamlocal-forward@openssh.com" -> {
                relay.events().record(new ForwardingEvent.StreamlocalForwardRequested(text(request)));
                yield true;
            }
            case "cancel-tcpip-forward", "cancel-streamlocal-forward@openssh.com" -> true;
            default -> false;
        };
        if (listening) {
            if (!policy.mayListen()) {
                return GlobalReply.failure();
            }
            relay.enter();
            return null;
        }
        // it neither opens the guest's door nor needs the guest: what OpenSSH does not know, it says no to
        boolean forLater = "no-more-sessions@openssh.com".equals(type);
        return relay.isEntered() || forLater ? null : GlobalReply.failure();
    }

    private void tooMany(Buffer request) {
        relay.violated(SshConstants.SSH_MSG_GLOBAL_REQUEST, request, "too many global requests");
    }

    private static String text(Buffer request) {
        return AttackerText.escape(request.getBytes());
    }
}
