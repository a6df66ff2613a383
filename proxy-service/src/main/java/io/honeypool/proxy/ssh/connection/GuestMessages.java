package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the guest's messages. The guest is as hostile as the attacker that may own it. Called on the I/O
 * thread of its connection; never blocks.
 */
final class GuestMessages {

    private static final Logger log = LoggerFactory.getLogger(GuestMessages.class);

    private final ConnectionRelay relay;

    GuestMessages(ConnectionRelay relay) {
        this.relay = relay;
    }

    /**
     * Takes a message.
     *
     * @param message what follows the command
     * @return whether the message is one of the connection protocol
     */
    boolean handle(int command, Buffer message) {
        switch (command) {
            case SshConstants.SSH_MSG_GLOBAL_REQUEST -> globalRequest(message);
            case SshConstants.SSH_MSG_REQUEST_SUCCESS, SshConstants.SSH_MSG_REQUEST_FAILURE -> {
                if (!relay.repliesToAttacker().arrived(GlobalReply.copyOf(command, message))) {
                    log.debug("A guest answered what nobody asked");
                }
            }
            case SshConstants.SSH_MSG_CHANNEL_OPEN -> open(ChannelOpening.read(message));
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
        long number = message.getUInt();
        RelayedChannel channel = relay.guestsChannels().get(number);
        if (channel == null || channel.towardsAttacker() == RelayedChannel.NONE) {
            log.debug("A guest speaks of channel {}, which is not there", number);
            return;
        }
        long attackersOwn = channel.attackersOwn();
        watch(command, channel, message);
        relay.toAttacker().pass(command, attackersOwn, message);
    }

    private void watch(int command, RelayedChannel channel, Buffer message) {
        switch (command) {
            case SshConstants.SSH_MSG_CHANNEL_DATA -> channel.observer().guestData(message);
            case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA ->
                channel.observer().guestExtendedData(message);
            case SshConstants.SSH_MSG_CHANNEL_EOF -> channel.observer().guestEnded();
            case SshConstants.SSH_MSG_CHANNEL_REQUEST -> channel.observer().guestRequest(message);
            case SshConstants.SSH_MSG_CHANNEL_SUCCESS -> channel.observer().answered(true);
            case SshConstants.SSH_MSG_CHANNEL_FAILURE -> channel.observer().answered(false);
            case SshConstants.SSH_MSG_CHANNEL_CLOSE -> {
                if (channel.closeByGuest()) {
                    relay.forget(channel);
                }
            }
            default -> {
                // nothing that anybody watches
            }
        }
    }

    private void open(ChannelOpening opening) {
        if (!relay.hasRoom()) {
            ConnectionRelay.refuse(relay.toGuest(), opening.sender(), SshConstants.SSH_OPEN_RESOURCE_SHORTAGE);
            return;
        }
        RelayedChannel channel = new RelayedChannel(ChannelObserver.NONE);
        channel.guestsOwn(opening.sender());
        long number = relay.attackersChannels().take(opening.sender(), channel);
        channel.towardsAttacker(number);
        relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_OPEN, opening.as(number));
    }

    private void confirmed(Buffer message) {
        RelayedChannel channel = opening(message.getUInt());
        if (channel != null) {
            channel.guestsOwn(message.getUInt());
            long number = relay.attackersChannels().take(channel.guestsOwn(), channel);
            channel.towardsAttacker(number);
            Buffer body = new ByteArrayBuffer(2 * Integer.BYTES + message.available());
            body.putUInt(channel.attackersOwn());
            body.putUInt(number);
            body.putRawBytes(message.array(), message.rpos(), message.available());
            relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, body);
            relay.early().answered();
        }
    }

    private void failed(Buffer message) {
        long number = message.getUInt();
        RelayedChannel channel = opening(number);
        if (channel != null) {
            relay.guestsChannels().free(number);
            relay.toAttacker().pass(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, channel.attackersOwn(), message);
            relay.early().answered();
        }
    }

    /** The channel that the guest was asked to open under a number. */
    private @Nullable RelayedChannel opening(long number) {
        RelayedChannel channel = relay.guestsChannels().get(number);
        if (channel != null && channel.towardsAttacker() == RelayedChannel.NONE) {
            return channel;
        }
        log.debug("A guest answers for channel {}, which it was not asked for", number);
        return null;
    }

    private void globalRequest(Buffer message) {
        Buffer whole = new ByteArrayBuffer(message.getCompactData());
        String type = message.getString();
        boolean wantReply = message.getBoolean();
        if ("hostkeys-00@openssh.com".equals(type)) {
            // these are the guest's own; the attacker knows the sensor's
            return;
        }
        if (!wantReply || relay.repliesToGuest().expect()) {
            relay.toAttacker().send(SshConstants.SSH_MSG_GLOBAL_REQUEST, whole);
        }
    }
}
