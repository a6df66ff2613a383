package io.honeypool.proxy.ssh.persona;

import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;

/** The lists of a KEXINIT (RFC 4253, section 7.1) as MINA keeps them; one that never came is empty. */
public record Offer(Map<KexProposalOption, String> lists) {

    static final String EXTENSIONS_WANTED = "ext-info-c";

    /** A list as it was sent. */
    public String list(KexProposalOption option) {
        return lists.getOrDefault(option, "");
    }

    /** The names of a list, in order. */
    List<String> names(KexProposalOption option) {
        String list = list(option);
        return list.isEmpty() ? List.of() : List.of(list.split(","));
    }

    /** Whether a client asks for SSH_MSG_EXT_INFO. */
    boolean wantsExtensions() {
        return names(KexProposalOption.ALGORITHMS).contains(EXTENSIONS_WANTED);
    }
}
