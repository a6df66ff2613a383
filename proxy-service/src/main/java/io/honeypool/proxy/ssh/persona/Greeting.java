package io.honeypool.proxy.ssh.persona;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads a client's identification string as OpenSSH's server does (kex.c), without a wait. */
final class Greeting {

    static final String INVALID = "Invalid SSH identification string.";
    static final String OTHER_VERSION = "Protocol major versions differ.";

    /** Longest line in bytes without its end. */
    static final int LONGEST = 8192;

    /** As scanf reads it: blanks before numbers, a sign, and at least one character of a name. */
    private static final Pattern FORM =
            Pattern.compile("SSH-\\s*([+-]?\\d{1,9})\\.\\s*([+-]?\\d{1,9})-([^\\n]+)", Pattern.DOTALL);

    private Greeting() {}

    /**
     * Takes the identification string from the front of what came so far.
     *
     * @return null if its end is still to come; then nothing is taken
     * @throws ProtocolViolation if it can be none
     */
    static @Nullable String read(Buffer buffer) throws ProtocolViolation {
        int start = buffer.rpos();
        int available = buffer.available();
        boolean lineEnds = false;
        int length = 0;
        for (int i = 0; i < available; i++) {
            byte next = buffer.rawByte(start + i);
            if (next == '\n') {
                String line = new String(buffer.array(), start, length, StandardCharsets.UTF_8);
                buffer.rpos(start + i + 1);
                return checked(line);
            }
            if (next == '\r') {
                lineEnds = true;
                continue;
            }
            if (next == 0 || lineEnds || ++length > LONGEST) {
                throw ProtocolViolation.line(INVALID);
            }
        }
        if (available > 2 * LONGEST) {
            // Only carriage returns make a line this long, for which OpenSSH would wait until its login grace is over.
            throw ProtocolViolation.line(INVALID);
        }
        return null;
    }

    private static String checked(String line) throws ProtocolViolation {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw ProtocolViolation.line(INVALID);
        }
        int major = Integer.parseInt(form.group(1));
        int minor = Integer.parseInt(form.group(2));
        if (major != 2 && !(major == 1 && minor == 99)) {
            throw ProtocolViolation.line(OTHER_VERSION);
        }
        String software = form.group(3);
        if (software.startsWith("Probe-") || software.startsWith("SSH_Version_Mapper")) {
            throw ProtocolViolation.silent("a scanner that OpenSSH knows by name");
        }
        return line;
    }
}
