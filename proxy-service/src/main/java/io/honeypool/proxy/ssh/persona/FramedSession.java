package io.honeypool.proxy.ssh.persona;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/**
 * The binary packets of RFC 4253, section 6, with the padding that OpenSSH gives them and the lengths that it takes.
 * Packets are made under MINA's encoding lock and read under its decoding lock.
 */
abstract class FramedSession extends ServerSessionImpl {

    static final int LEAST_PADDING = 4;
    private static final int CLEAR_BLOCK = 8;
    private static final int LONGEST_PACKET = 256 * 1024;

    /** Where what was received ends, as long as it is read. */
    private int end;

    FramedSession(ServerFactoryManager server, IoSession connection) throws Exception {
        super(server, connection);
    }

    @Override
    protected void decode() throws Exception {
        end = decoderBuffer.wpos();
        if (decoderState == 0) {
            checkLength(decoderBuffer.rpos());
        }
        super.decode();
        if (discarding != null) {
            throw ProtocolViolation.silent("packet length");
        }
    }

    @Override
    protected void handleMessage(Buffer message) throws Exception {
        super.handleMessage(message);
        int next = 4 + decoderLength;
        checkLength(next);
        end -= next;
    }

    /** Checks the packet that begins there, if its length is here and not encrypted. */
    private void checkLength(int start) throws ProtocolViolation {
        if (inCipher != null || end - start < CLEAR_BLOCK) {
            return;
        }
        long length = decoderBuffer.rawUInt(start);
        if (length <= LEAST_PADDING || length > LONGEST_PACKET || (length + 4) % CLEAR_BLOCK != 0) {
            // what the event shows begins with the packet
            decoderBuffer.rpos(start);
            decoderBuffer.wpos(end);
            decoderBuffer.compact();
            throw ProtocolViolation.silent("packet length " + length);
        }
    }

    /** Frames a packet as OpenSSH does: as little padding as it may be, and zeros where nothing is encrypted. */
    @Override
    protected Buffer encode(Buffer message) throws IOException {
        try {
            Buffer buffer = preProcessEncodeBuffer(message.rawByte(message.rpos()) & 0xff, message);
            int start = buffer.rpos() - SshConstants.SSH_PACKET_HEADER_LEN;
            if (outCompression != null
                    && outCompression.isCompressionExecuted()
                    && (isAuthenticated() || !outCompression.isDelayed())) {
                outCompression.compress(buffer);
            }
            encrypt(buffer, start, pad(buffer, start));
            seqo = (seqo + 1) & 0xffffffffL;
            outPacketsCount.incrementAndGet();
            buffer.rpos(start);
            return buffer;
        } catch (GeneralSecurityException e) {
            throw new SshException(e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SshException(e);
        }
    }

    /** Writes header and padding, and returns the packet's length as the header tells it. */
    private int pad(Buffer buffer, int start) {
        int payload = buffer.available();
        int covered = SshConstants.SSH_PACKET_HEADER_LEN + payload - (isLengthApart() ? 4 : 0);
        int padding = outCipherSize - covered % outCipherSize;
        if (padding < LEAST_PADDING) {
            padding += outCipherSize;
        }
        int length = 1 + payload + padding;
        buffer.wpos(start);
        buffer.putUInt(length);
        buffer.putByte((byte) padding);
        int end = start + 4 + length;
        buffer.wpos(end);
        if (outCipher == null) {
            Arrays.fill(buffer.array(), end - padding, end, (byte) 0);
        } else {
            synchronized (random) {
                random.fill(buffer.array(), end - padding, padding);
            }
        }
        outBytesCount.addAndGet(length);
        return length;
    }

    private void encrypt(Buffer buffer, int start, int length) throws Exception {
        if (outCipher != null && outCipher.getAuthenticationTagSize() > 0) {
            buffer.wpos(buffer.wpos() + outCipher.getAuthenticationTagSize());
            aeadOutgoingBuffer(buffer, start, length);
        } else if (isLengthApart()) {
            encryptOutgoingBuffer(buffer, start + 4, length);
            appendOutgoingMac(buffer, start, length);
        } else {
            appendOutgoingMac(buffer, start, length);
            encryptOutgoingBuffer(buffer, start, length + 4);
        }
    }

    /** Whether the length is not encrypted with the rest. */
    private boolean isLengthApart() {
        return (outCipher != null && outCipher.getAuthenticationTagSize() > 0)
                || (outMac != null && outMac.isEncryptThenMac());
    }
}
