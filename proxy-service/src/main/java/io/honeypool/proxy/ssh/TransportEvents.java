package io.honeypool.proxy.ssh;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TransportEvent;
import io.honeypool.proxy.ssh.persona.Offer;
import io.honeypool.proxy.ssh.persona.ProtocolErrors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;

/** Records what a client offers, and what it does against the protocol: each once per connection. */
final class TransportEvents implements SessionListener, ProtocolErrors {

    private static final AttributeKey<Boolean> OFFER_SEEN = new AttributeKey<>();
    private static final AttributeKey<Boolean> UNEXPECTED_SEEN = new AttributeKey<>();

    /** More names than any client has; the rest of a list is cut. */
    private static final int MOST_NAMES = 500;

    @Override
    public void sessionNegotiationStart(
            Session session, Map<KexProposalOption, String> client, Map<KexProposalOption, String> server) {
        if (session.setAttribute(OFFER_SEEN, true) == null) {
            AttackerSessions.record(session, offer(new Offer(client)));
        }
    }

    static TransportEvent.ClientKeyExchange offer(Offer client) {
        String algorithms = String.join(
                ";",
                client.list(KexProposalOption.ALGORITHMS),
                client.list(KexProposalOption.C2SENC),
                client.list(KexProposalOption.C2SMAC),
                client.list(KexProposalOption.C2SCOMP));
        return new TransportEvent.ClientKeyExchange(
                md5(algorithms),
                AttackerText.escape(algorithms),
                names(client.list(KexProposalOption.ALGORITHMS)),
                names(client.list(KexProposalOption.SERVERKEYS)),
                names(client.list(KexProposalOption.C2SENC)),
                names(client.list(KexProposalOption.C2SMAC)),
                names(client.list(KexProposalOption.C2SCOMP)),
                names(client.list(KexProposalOption.C2SLANG)));
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", MOST_NAMES + 1))
                .limit(MOST_NAMES)
                .map(AttackerText::escape)
                .toList();
    }

    private static String md5(String text) {
        try {
            // The fingerprint is defined by it; nothing is secured with it.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void answered(Session session, Buffer message) {
        if (session.setAttribute(UNEXPECTED_SEEN, true) == null) {
            int number = message.rawByte(message.rpos()) & 0xff;
            AttackerSessions.record(
                    session,
                    new HoneypotEvent.MalformedPacket(
                            number, message.available(), hex(message, message.rpos(), message.wpos())));
        }
    }

    @Override
    public void ended(Session session, Throwable failure, Buffer received) {
        String error = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        AttackerSessions.record(
                session,
                new TransportEvent.ProtocolError(AttackerText.escape(error), hex(received, 0, received.wpos())));
    }

    /** The first bytes; none where a padding longer than its packet had MINA put the end before the beginning. */
    private static String hex(Buffer buffer, int from, int to) {
        int end = Math.clamp(to, from, from + HoneypotEvent.MalformedPacket.SHOWN_BYTES);
        return HexFormat.of().formatHex(buffer.array(), from, end);
    }
}
