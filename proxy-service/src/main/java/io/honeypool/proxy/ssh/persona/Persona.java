package io.honeypool.proxy.ssh.persona;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a server shows of itself before anybody has logged in. Lists are in the server's own order.
 *
 * @param identification the whole identification string, without its line end (RFC 4253, section 4.2)
 * @param keyExchange key exchange methods as its KEXINIT names them, signals such as strict key exchange among them
 * @param hostKeys signature algorithms of its host keys
 * @param ciphers ciphers, the same in both directions
 * @param macs MACs, the same in both directions
 * @param compression compression methods, the same in both directions
 * @param extensions what its SSH_MSG_EXT_INFO holds (RFC 8308)
 * @param announcesHostKeys whether it sends {@code hostkeys-00@openssh.com} after a login
 * @param authentication the methods that a failed login may go on with
 * @param banner what it says before a login (RFC 4252, section 5.4); null for nothing
 */
public record Persona(
        String identification,
        List<String> keyExchange,
        List<String> hostKeys,
        List<String> ciphers,
        List<String> macs,
        List<String> compression,
        List<Extension> extensions,
        boolean announcesHostKeys,
        List<String> authentication,
        @Nullable String banner) {

    /** What comes before the software's name in an identification string. */
    public static final String PROTOCOL = "SSH-2.0-";

    public Persona {
        Objects.requireNonNull(identification, "identification is missing");
        keyExchange = given("keyExchange", keyExchange);
        hostKeys = given("hostKeys", hostKeys);
        ciphers = given("ciphers", ciphers);
        macs = given("macs", macs);
        compression = given("compression", compression);
        extensions = given("extensions", extensions);
        authentication = given("authentication", authentication);
    }

    private static <T> List<T> given(String name, List<T> list) {
        return List.copyOf(Objects.requireNonNull(list, () -> name + " is missing"));
    }

    /** The same persona under another software name. */
    public Persona withSoftware(@Nullable String software) {
        return software == null
                ? this
                : new Persona(
                        PROTOCOL + software,
                        keyExchange,
                        hostKeys,
                        ciphers,
                        macs,
                        compression,
                        extensions,
                        announcesHostKeys,
                        authentication,
                        banner);
    }

    /** The software's name in the identification string. */
    public String software() {
        return identification.substring(PROTOCOL.length());
    }

    /** One extension of SSH_MSG_EXT_INFO. */
    public record Extension(String name, String value) {}
}
