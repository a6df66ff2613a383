package io.honeypool.proxy.ssh.persona;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.extension.KexExtensions;

/**
 * What OpenSSH does with a message by its number alone, from the dispatch tables of its server: most of what it does
 * not expect it calls unimplemented and goes on.
 */
final class MessageRules {

    /** Last message of the transport protocol (RFC 4250, section 4.1.1). */
    static final int LAST_TRANSPORT = 49;

    private static final int FIRST_LOCAL = 192;
    private static final int FIRST_KEX = 30;
    private static final int FIRST_METHOD = 60;
    private static final int LAST_METHOD = 79;

    private MessageRules() {}

    static Verdict judge(Phase phase, int message) {
        if (message == 0 || message >= FIRST_LOCAL) {
            return Verdict.INVALID;
        }
        if (message == SshConstants.SSH_MSG_DISCONNECT) {
            return Verdict.HANDLE;
        }
        return phase.initial() ? duringFirstExchange(phase, message) : later(phase, message);
    }

    private static Verdict duringFirstExchange(Phase phase, int message) {
        if (message > LAST_TRANSPORT) {
            return Verdict.CLOSE;
        }
        if (message == phase.expected()) {
            return Verdict.HANDLE;
        }
        if (phase.strict()) {
            return Verdict.STRICT_VIOLATION;
        }
        return isNotice(message) ? Verdict.HANDLE : Verdict.UNIMPLEMENTED;
    }

    private static Verdict later(Phase phase, int message) {
        if (isNotice(message)) {
            return Verdict.HANDLE;
        }
        if (message <= LAST_TRANSPORT) {
            return transport(phase, message);
        }
        if (phase.authenticated()) {
            return isOfConnection(message) ? Verdict.HANDLE : Verdict.UNIMPLEMENTED;
        }
        boolean authentication =
                message == SshConstants.SSH_MSG_USERAUTH_REQUEST || (message >= FIRST_METHOD && message <= LAST_METHOD);
        return authentication && phase.service() ? Verdict.HANDLE : Verdict.UNIMPLEMENTED;
    }

    private static Verdict transport(Phase phase, int message) {
        boolean known = switch (message) {
            case SshConstants.SSH_MSG_SERVICE_REQUEST -> !phase.authenticated();
            // Keys are exchanged again only after a login.
            case SshConstants.SSH_MSG_KEXINIT ->
                phase.authenticated() && phase.expected() == SshConstants.SSH_MSG_KEXINIT;
            case SshConstants.SSH_MSG_NEWKEYS -> phase.expected() == SshConstants.SSH_MSG_NEWKEYS;
            case KexExtensions.SSH_MSG_EXT_INFO -> phase.extensions() && !phase.authenticated();
            default -> message >= FIRST_KEX && message == phase.expected();
        };
        return known ? Verdict.HANDLE : Verdict.UNIMPLEMENTED;
    }

    private static boolean isOfConnection(int message) {
        return (message >= SshConstants.SSH_MSG_GLOBAL_REQUEST && message <= SshConstants.SSH_MSG_REQUEST_FAILURE)
                || (message >= SshConstants.SSH_MSG_CHANNEL_OPEN && message <= SshConstants.SSH_MSG_CHANNEL_FAILURE);
    }

    /** Messages that say something and ask for nothing. */
    private static boolean isNotice(int message) {
        return message == SshConstants.SSH_MSG_IGNORE
                || message == SshConstants.SSH_MSG_UNIMPLEMENTED
                || message == SshConstants.SSH_MSG_DEBUG;
    }

    /**
     * Where a connection stands.
     *
     * @param initial whether its first key exchange is not over
     * @param strict whether both sides asked for strict key exchange
     * @param expected the message of a key exchange that comes next: KEXINIT when none runs
     * @param extensions whether the client asked for SSH_MSG_EXT_INFO
     * @param service whether a service was asked for
     * @param authenticated whether somebody is logged in
     */
    record Phase(
            boolean initial,
            boolean strict,
            int expected,
            boolean extensions,
            boolean service,
            boolean authenticated) {}

    /** What becomes of a message. */
    enum Verdict {
        /** It is read. */
        HANDLE,
        /** It is answered with SSH_MSG_UNIMPLEMENTED. */
        UNIMPLEMENTED,
        /** The connection ends without a word. */
        CLOSE,
        /** The connection ends with a text, as there is no such message. */
        INVALID,
        /** The connection ends with a text, as nothing else may come during a strict key exchange. */
        STRICT_VIOLATION
    }
}
