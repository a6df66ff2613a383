package io.honeypool.proxy.telnet.codec;

import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Variables that a client sends, in NEW-ENVIRON (RFC 1572) or ENVIRON (RFC 1408), whose first implementations took
 * names for values.
 *
 * @param option which of the two
 * @param command IS (0) or INFO (2)
 * @param swapped whether names and values are numbered the other way round
 * @param variables in their order
 */
public record Environment(int option, int command, boolean swapped, List<Variable> variables) {

    private static final int IS = 0;
    private static final int INFO = 2;
    private static final int VAR = 0;
    private static final int VALUE = 1;
    private static final int ESC = 2;
    private static final int USERVAR = 3;

    public Environment {
        variables = List.copyOf(variables);
    }

    /**
     * One variable.
     *
     * @param user whether it is one that the documents do not name
     * @param name its name
     * @param value its value; null if it has none
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Variable(boolean user, byte[] name, byte @Nullable [] value) {

        /** The same variable with another value. */
        public Variable with(byte[] other) {
            return new Variable(user, name, other);
        }
    }

    /** Reads the variables that a sub-negotiation sends; empty if it is about something else. */
    public static Optional<Environment> read(Subnegotiation said) {
        boolean known = said.option() == Telnet.NEW_ENVIRON || said.option() == Telnet.ENVIRON;
        if (!known || (said.at(1) != IS && said.at(1) != INFO)) {
            return Optional.empty();
        }
        boolean swapped = said.option() == Telnet.ENVIRON && said.at(2) == VALUE;
        List<Variable> variables = new ArrayList<>();
        Reader reader = new Reader(said.content(), swapped);
        for (Variable next = reader.next(); next != null; next = reader.next()) {
            variables.add(next);
        }
        return Optional.of(new Environment(said.option(), said.at(1), swapped, variables));
    }

    /** What sends these variables. */
    public Subnegotiation encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(option);
        out.write(command);
        for (Variable variable : variables) {
            out.write(variable.user() ? USERVAR : swapped ? VALUE : VAR);
            write(out, variable.name());
            byte[] value = variable.value();
            if (value != null) {
                out.write(swapped ? VAR : VALUE);
                write(out, value);
            }
        }
        return Subnegotiation.of(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, byte[] text) {
        for (byte b : text) {
            if (b >= VAR && b <= USERVAR) {
                out.write(ESC);
            }
            out.write(b);
        }
    }

    /** Goes through the content once; what stands where no variable can is skipped. */
    private static final class Reader {

        private final byte[] content;
        private final int var;
        private final int value;
        private int at = 2;

        private Reader(byte[] content, boolean swapped) {
            this.content = content;
            this.var = swapped ? VALUE : VAR;
            this.value = swapped ? VAR : VALUE;
        }

        private @Nullable Variable next() {
            while (at < content.length && content[at] != var && content[at] != USERVAR) {
                at++;
            }
            if (at >= content.length) {
                return null;
            }
            boolean user = content[at++] == USERVAR;
            byte[] name = text();
            byte @Nullable [] its = null;
            if (at < content.length && content[at] == value) {
                at++;
                its = text();
            }
            return new Variable(user, name, its);
        }

        private byte[] text() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (at < content.length && (content[at] < VAR || content[at] > USERVAR || content[at] == ESC)) {
                if (content[at] == ESC && ++at == content.length) {
                    break;
                }
                text.write(content[at++]);
            }
            return text.toByteArray();
        }
    }
}
