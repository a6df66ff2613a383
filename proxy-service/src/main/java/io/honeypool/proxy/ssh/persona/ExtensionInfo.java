package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.ssh.persona.Persona.Extension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.extension.KexExtensionHandler;
import org.apache.sshd.common.kex.extension.KexExtensions;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** Sends SSH_MSG_EXT_INFO (RFC 8308) once, behind the first NEWKEYS, to clients that ask for it. */
record ExtensionInfo(List<Extension> extensions) implements KexExtensionHandler {

    private static final AttributeKey<Boolean> WANTED = new AttributeKey<>();
    private static final int MOST_EXTENSIONS = 1024;

    @Override
    public boolean isKexExtensionsAvailable(Session session, AvailabilityPhase phase) {
        // Whether the server asks for the client's own is a matter of the persona's lists.
        return phase == AvailabilityPhase.NEWKEYS;
    }

    @Override
    public void handleKexInitProposal(Session session, boolean ours, Map<KexProposalOption, String> proposal) {
        if (!ours && session.getSessionId() == null) {
            session.setAttribute(WANTED, new Offer(proposal).wantsExtensions());
        }
    }

    @Override
    public void sendKexExtensions(Session session, KexPhase phase) throws IOException {
        if (extensions.isEmpty() || !Boolean.TRUE.equals(session.removeAttribute(WANTED))) {
            return;
        }
        Buffer message = session.createBuffer(KexExtensions.SSH_MSG_EXT_INFO);
        message.putUInt(extensions.size());
        for (Extension extension : extensions) {
            message.putString(extension.name());
            message.putBytes(extension.value().getBytes(StandardCharsets.ISO_8859_1));
        }
        session.writePacket(message);
    }

    /** Reads the client's own, of which nothing is of use here, as strictly as OpenSSH does. */
    @Override
    public boolean handleKexExtensionsMessage(Session session, Buffer message) throws IOException {
        long count = message.getUInt();
        if (count >= MOST_EXTENSIONS) {
            throw ProtocolViolation.silent("EXT_INFO of " + count + " extensions");
        }
        for (long i = 0; i < count; i++) {
            message.getBytes();
            message.getBytes();
        }
        if (message.available() > 0) {
            throw ProtocolViolation.silent("EXT_INFO with bytes behind its end");
        }
        return true;
    }
}
