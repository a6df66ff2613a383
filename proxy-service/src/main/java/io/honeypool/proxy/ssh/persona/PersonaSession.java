package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.events.RawEvent;
import io.honeypool.proxy.ssh.entrance.AttackerSocket;
import io.honeypool.proxy.ssh.login.UnexpectedMessages;
import io.honeypool.proxy.ssh.persona.MessageRules.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.ServerFactoryManager;

/**
 * An attacker's SSH connection up to the authentication, as OpenSSH's server would have it: what it offers, which
 * messages it takes in which phase, and how it ends. Runs on MINA's I/O threads, which hold MINA's decoding lock while
 * a message is handled.
 */
final class PersonaSession extends FramedSession implements UnexpectedMessages {

    private static final int PADDING_AT = 4;
    private static final int NO_MESSAGE = -1;

    /** What OpenSSH's buffer for it holds. */
    private static final int LONGEST_REASON = 1023;

    private final Persona persona;
    private final HostKeyAnnouncement announcement;
    private final ProtocolErrors errors;
    private volatile boolean ended;

    /** OpenSSH counts packets anew after any NEWKEYS of a strict client, and cannot decipher what comes next. */
    private boolean outOfStep;

    private int expected = SshConstants.SSH_MSG_KEXINIT;

    PersonaSession(
            ServerFactoryManager server,
            IoSession connection,
            Persona persona,
            HostKeyAnnouncement announcement,
            ProtocolErrors errors)
            throws Exception {
        super(server, connection);
        this.persona = persona;
        this.announcement = announcement;
        this.errors = errors;
    }

    // ---- identification and offers

    @Override
    protected boolean readIdentification(Buffer buffer) throws Exception {
        String line = Greeting.read(buffer);
        if (line == null) {
            return false;
        }
        clientVersion = line;
        signalPeerIdentificationReceived(line, List.of());
        kexState.set(KexState.INIT);
        sendKexInit();
        return true;
    }

    @Override
    protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
        return String.join(",", persona.hostKeys());
    }

    @Override
    protected Map<KexProposalOption, String> createProposal(String hostKeys) throws IOException {
        Map<KexProposalOption, String> proposal = super.createProposal(hostKeys);
        proposal.put(KexProposalOption.ALGORITHMS, String.join(",", persona.keyExchange()));
        return proposal;
    }

    /** The persona's own list tells whether strict key exchange is offered, and stays the same in every exchange. */
    @Override
    protected Map<KexProposalOption, String> doStrictKexProposal(Map<KexProposalOption, String> proposal) {
        return proposal;
    }

    // ---- what comes in

    @Override
    public void messageReceived(Readable received) throws Exception {
        if (!ended) {
            super.messageReceived(received);
        }
    }

    @Override
    protected void doHandleMessage(Buffer buffer) throws Exception {
        if (ended) {
            return;
        }
        AttackerSocket.show(this, RawEvent.Direction.IN, buffer);
        if (outOfStep) {
            // the event of it has been written
            ended = true;
            close(true);
            return;
        }
        int padding = decoderBuffer.rawByte(PADDING_AT) & 0xff;
        if (padding < LEAST_PADDING) {
            throw ProtocolViolation.disconnect("Corrupted padlen " + padding + " on input.");
        }
        if (buffer.available() <= 0) {
            throw ProtocolViolation.silent("message of no bytes");
        }
        int message = buffer.rawByte(buffer.rpos()) & 0xff;
        if (isWrongGuess(message, buffer)) {
            return;
        }
        switch (MessageRules.judge(phase(), message)) {
            case HANDLE -> handle(message, buffer);
            case UNIMPLEMENTED -> {
                unexpected(buffer, sequenceNumber());
                outOfStep |= strictKex && message == SshConstants.SSH_MSG_NEWKEYS;
            }
            case CLOSE -> throw ProtocolViolation.silent("message " + message + " in a key exchange");
            case INVALID -> throw ProtocolViolation.disconnect("Invalid ssh2 packet type: " + message);
            case STRICT_VIOLATION ->
                throw ProtocolViolation.disconnect("strict KEX violation: unexpected packet type " + message
                        + " (seqnr " + sequenceNumber() + ")");
        }
    }

    @Override
    public long sequenceNumber() {
        return (seqi - 1) & 0xffffffffL;
    }

    @Override
    public void unexpected(Buffer message, long sequenceNumber) throws IOException {
        errors.answered(this, message);
        sendNotImplemented(sequenceNumber);
    }

    /** A client may send the first message of the exchange that it guesses; a wrong one is skipped (RFC 4253, 7). */
    private boolean isWrongGuess(int message, Buffer buffer) {
        if (!Boolean.TRUE.equals(firstKexPacketFollows)
                || message < SshConstants.SSH_MSG_SERVICE_REQUEST
                || message > MessageRules.LAST_TRANSPORT) {
            return false;
        }
        firstKexPacketFollows = null;
        return !handleFirstKexPacketFollows(message, buffer, true);
    }

    private Phase phase() {
        return new Phase(
                !initialKexDone,
                strictKex,
                expected,
                new Offer(clientProposal).wantsExtensions(),
                currentService.getService() != null,
                isAuthenticated());
    }

    private void handle(int message, Buffer buffer) throws Exception {
        if (message == SshConstants.SSH_MSG_KEXDH_INIT || message == SshConstants.SSH_MSG_SERVICE_REQUEST) {
            checkSingleString(buffer);
        }
        super.doHandleMessage(buffer);
        expected = nextOfKeyExchange(message);
    }

    /** What these messages hold is one string or number, and OpenSSH takes nothing else. */
    private static void checkSingleString(Buffer buffer) throws ProtocolViolation {
        int start = buffer.rpos() + 1;
        int left = buffer.available() - 1;
        if (left < 4 || buffer.rawUInt(start) != left - 4) {
            throw ProtocolViolation.silent("message of a wrong length");
        }
    }

    private int nextOfKeyExchange(int message) {
        if (message == SshConstants.SSH_MSG_NEWKEYS) {
            return SshConstants.SSH_MSG_KEXINIT;
        }
        return switch (kexState.get()) {
            case RUN -> runningKeyExchange(message);
            case KEYS -> SshConstants.SSH_MSG_NEWKEYS;
            default -> SshConstants.SSH_MSG_KEXINIT;
        };
    }

    private int runningKeyExchange(int message) {
        return switch (message) {
            case SshConstants.SSH_MSG_KEXINIT ->
                kex != null && kex.getName().startsWith("diffie-hellman-group-exchange-")
                        ? SshConstants.SSH_MSG_KEX_DH_GEX_REQUEST
                        : SshConstants.SSH_MSG_KEXDH_INIT;
            case SshConstants.SSH_MSG_KEX_DH_GEX_REQUEST -> SshConstants.SSH_MSG_KEX_DH_GEX_INIT;
            default -> message == expected ? NO_MESSAGE : expected;
        };
    }

    @Override
    protected byte[] receiveKexInit(Buffer buffer, Map<KexProposalOption, String> proposal) throws Exception {
        byte[] received = super.receiveKexInit(buffer, proposal);
        if (buffer.available() > 0) {
            throw ProtocolViolation.silent("KEXINIT with bytes behind its end");
        }
        return received;
    }

    @Override
    protected Map<KexProposalOption, String> negotiate() throws Exception {
        try {
            return super.negotiate();
        } catch (SshException e) {
            if (strictKex && !initialKexDone && initialKexInitSequenceNumber != 1) {
                throw ProtocolViolation.disconnect("strict KEX violation: KEXINIT was not the first packet");
            }
            throw e;
        }
    }

    @Override
    protected boolean handleServiceRequest(String service, Buffer buffer) throws Exception {
        if (!"ssh-userauth".equals(service)) {
            throw ProtocolViolation.disconnect("bad service request " + service);
        }
        if (currentService.getService() == null) {
            return super.handleServiceRequest(service, buffer);
        }
        // Granted as often as it is asked for, without beginning again.
        Buffer granted = createBuffer(SshConstants.SSH_MSG_SERVICE_ACCEPT, service.length() + 8);
        granted.putString(service);
        writePacket(granted);
        return true;
    }

    // ---- what goes out

    @Override
    protected Buffer encode(Buffer message) throws IOException {
        AttackerSocket.show(this, RawEvent.Direction.OUT, message);
        return super.encode(message);
    }

    // ---- how it goes on and ends

    @Override
    public IoWriteFuture signalAuthenticationSuccess(String username, String service, Buffer buffer) throws Exception {
        IoWriteFuture sent = super.signalAuthenticationSuccess(username, service, buffer);
        if (persona.announcesHostKeys()) {
            announcement.send(this);
        }
        return sent;
    }

    /** Ends the connection with a text. OpenSSH has one reason for all of them. */
    @Override
    public void disconnect(int reason, String reasonText) throws IOException {
        ended = true;
        String text = reasonText.substring(0, Math.min(reasonText.length(), LONGEST_REASON));
        signalDisconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, text, "", true);
        Buffer buffer = createBuffer(SshConstants.SSH_MSG_DISCONNECT, text.length() + 32);
        buffer.putUInt(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
        buffer.putString(text);
        buffer.putString("");
        closeAfter(writePacket(buffer));
    }

    /** Says the last word and closes; the peer's answer is not waited for. */
    private void closeAfter(IoWriteFuture written) {
        written.addListener(done -> close(true));
    }

    @Override
    public void exceptionCaught(Throwable failure) {
        if (ended || !isOpen()) {
            close(true);
            return;
        }
        ended = true;
        signalExceptionCaught(failure);
        if (isPeersFault(failure)) {
            errors.ended(this, failure, decoderBuffer);
        }
        try {
            answer(failure);
        } catch (IOException | RuntimeException e) {
            log.debug("exceptionCaught({}) no answer: {}", this, e.toString());
            close(true);
        }
    }

    /** A connection that was lost is nobody's. */
    private static boolean isPeersFault(Throwable failure) {
        return failure instanceof ProtocolViolation
                || failure instanceof SshException
                || !(failure instanceof IOException);
    }

    private void answer(Throwable failure) throws IOException {
        if (!(failure instanceof ProtocolViolation violation)) {
            close(true);
            return;
        }
        switch (violation.answer()) {
            case LINE ->
                closeAfter(getIoSession()
                        .writeBuffer(
                                new ByteArrayBuffer((violation.text() + "\r\n").getBytes(StandardCharsets.US_ASCII))));
            case DISCONNECT -> disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, violation.text());
            case NONE -> close(true);
        }
    }
}
