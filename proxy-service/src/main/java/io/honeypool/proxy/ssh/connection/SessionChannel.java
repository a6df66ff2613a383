package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.relay.ChannelStart;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records what an attacker asks of a session channel (RFC 4254, section 6), and tells who reads along what passes
 * through it.
 */
final class SessionChannel implements ChannelObserver {

    /** Variables that who reads along is told of, and how long they may be; events tell all. */
    private static final int MOST_VARIABLES = 64;

    private static final int LONGEST_VARIABLE = 1024;
    private static final int STANDARD_ERROR = 1;

    private final ConnectionRelay relay;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final ChannelStarts starts;
    private ChannelStart.@Nullable Terminal terminal;

    SessionChannel(ConnectionRelay relay) {
        this.relay = relay;
        this.starts = new ChannelStarts(relay::tap);
    }

    /** Looks at a request. What cannot be read is recorded as such and left for the guest to judge. */
    @Override
    public void request(Buffer request) {
        Buffer copy = copyOf(request);
        try {
            String type = copy.getString();
            boolean wantReply = copy.getBoolean();
            if (wantReply) {
                starts.asked();
            }
            look(type, copy, wantReply);
        } catch (BufferException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            relay.events().record(Malformed.packet(SshConstants.SSH_MSG_CHANNEL_REQUEST, request));
        }
    }

    private void look(String type, Buffer request, boolean wantReply) {
        switch (type) {
            case "exec" -> {
                byte[] command = request.getBytes();
                relay.events().record(new HoneypotEvent.CommandInput(AttackerText.escape(command)));
                start(ChannelStart.Kind.EXEC, command, wantReply);
            }
            case "shell" -> start(ChannelStart.Kind.SHELL, new byte[0], wantReply);
            case "subsystem" -> start(ChannelStart.Kind.SUBSYSTEM, request.getBytes(), wantReply);
            case "env" -> variable(text(request), text(request));
            case "pty-req" -> {
                String name = text(request);
                resize(name, request);
            }
            case "window-change" -> resize(terminal == null ? "" : terminal.type(), request);
            default -> {
                // nothing that an event speaks about
            }
        }
    }

    private void start(ChannelStart.Kind kind, byte[] command, boolean wantReply) {
        ChannelStart start = new ChannelStart(
                relay.nextStart(),
                kind,
                command,
                terminal,
                Map.copyOf(environment),
                java.time.Instant.now(),
                System.nanoTime());
        starts.start(start, wantReply);
    }

    private void variable(String name, String value) {
        relay.events().record(new HoneypotEvent.ClientVariable(name, value));
        if (environment.size() < MOST_VARIABLES
                && name.length() <= LONGEST_VARIABLE
                && value.length() <= LONGEST_VARIABLE) {
            environment.put(name, value);
        }
    }

    private void resize(String name, Buffer request) {
        long columns = request.getUInt();
        long rows = request.getUInt();
        relay.events().record(new HoneypotEvent.ClientSize(columns, rows));
        terminal = new ChannelStart.Terminal(name, bounded(columns), bounded(rows));
        starts.current().resized(terminal.columns(), terminal.rows(), System.nanoTime());
    }

    /** No terminal is larger; what an attacker says beyond is in the event. */
    private static int bounded(long cells) {
        return (int) Math.min(cells, 0xffff);
    }

    @Override
    public void data(Buffer data) {
        ByteBuffer bytes = content(data, 0);
        if (bytes.hasRemaining()) {
            starts.current().input(bytes, System.nanoTime());
        }
    }

    @Override
    public void ended() {
        starts.current().inputEnded(System.nanoTime());
    }

    @Override
    public void guestData(Buffer data) {
        ByteBuffer bytes = content(data, 0);
        if (bytes.hasRemaining()) {
            starts.current().output(bytes, System.nanoTime());
        }
    }

    @Override
    public void guestExtendedData(Buffer data) {
        ByteBuffer bytes = content(data, Integer.BYTES);
        if (bytes.hasRemaining() && copyOf(data).getInt() == STANDARD_ERROR) {
            starts.current().errorOutput(bytes, System.nanoTime());
        }
    }

    @Override
    public void guestEnded() {
        starts.current().outputEnded(System.nanoTime());
    }

    @Override
    public void guestRequest(Buffer request) {
        Buffer copy = copyOf(request);
        try {
            String type = copy.getString();
            copy.getBoolean();
            if ("exit-status".equals(type)) {
                starts.current().exited(copy.getInt(), System.nanoTime());
            }
        } catch (BufferException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            // the guest is not whom events are about
        }
    }

    @Override
    public void answered(boolean success) {
        starts.answered(success);
    }

    @Override
    public void closed() {
        starts.current().closed(System.nanoTime());
    }

    /** The data of a message, after its length, as far as it is there. */
    private static ByteBuffer content(Buffer message, int before) {
        int from = message.rpos() + before + Integer.BYTES;
        int length = Math.max(0, message.available() - before - Integer.BYTES);
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        long said = ByteBuffer.wrap(message.array()).getInt(from - Integer.BYTES) & 0xffffffffL;
        return ByteBuffer.wrap(message.array(), from, (int) Math.min(said, length));
    }

    private static Buffer copyOf(Buffer message) {
        return new ByteArrayBuffer(message.array(), message.rpos(), message.available());
    }

    private static String text(Buffer request) {
        return AttackerText.escape(request.getBytes());
    }
}
