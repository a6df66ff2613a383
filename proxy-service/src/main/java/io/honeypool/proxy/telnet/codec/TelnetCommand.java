package io.honeypool.proxy.telnet.codec;

import java.util.Arrays;

/** What stands between data in a Telnet stream. Encoded again it is the bytes that it was read from. */
public sealed interface TelnetCommand {

    /** The command as it goes over the network. */
    byte[] encoded();

    /** A command of one byte: NOP, BRK, IP, AYT and the like, and bytes that are no command at all. */
    record Simple(int code) implements TelnetCommand {
        @Override
        public byte[] encoded() {
            return new byte[] {(byte) Telnet.IAC, (byte) code};
        }
    }

    /** {@code verb} is WILL, WONT, DO or DONT. */
    record Negotiation(int verb, int option) implements TelnetCommand {
        @Override
        public byte[] encoded() {
            return new byte[] {(byte) Telnet.IAC, (byte) verb, (byte) option};
        }

        /** What refuses this: DONT to WILL, WONT to DO. */
        public Negotiation refusal() {
            return new Negotiation(verb == Telnet.DO ? Telnet.WONT : Telnet.DONT, option);
        }

        /** What agrees to this: DO to WILL, WILL to DO. */
        public Negotiation agreement() {
            return new Negotiation(verb == Telnet.DO ? Telnet.WILL : Telnet.DO, option);
        }

        /** Whether this asks for something, rather than ending it. */
        public boolean isOffer() {
            return verb == Telnet.DO || verb == Telnet.WILL;
        }
    }

    /**
     * A sub-negotiation (RFC 855).
     *
     * @param content the option and what it says, IACs not doubled
     * @param ended whether it ended as it should; if not, another command did
     * @param cut whether there was more of it than is kept
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Subnegotiation(byte[] content, boolean ended, boolean cut) implements TelnetCommand {

        /** A whole one. */
        public static Subnegotiation of(byte... content) {
            return new Subnegotiation(content, true, false);
        }

        /** The option; -1 if there is not even that. */
        public int option() {
            return content.length == 0 ? -1 : content[0] & 0xff;
        }

        /** What stands after the option, as an unsigned byte; -1 if that is nothing. */
        public int at(int index) {
            return index < content.length ? content[index] & 0xff : -1;
        }

        @Override
        public byte[] encoded() {
            byte[] bytes = new byte[2 * content.length + 4];
            int length = 0;
            bytes[length++] = (byte) Telnet.IAC;
            bytes[length++] = (byte) Telnet.SB;
            for (byte b : content) {
                bytes[length++] = b;
                if (b == (byte) Telnet.IAC) {
                    bytes[length++] = b;
                }
            }
            if (ended) {
                bytes[length++] = (byte) Telnet.IAC;
                bytes[length++] = (byte) Telnet.SE;
            }
            return Arrays.copyOf(bytes, length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Subnegotiation that
                    && Arrays.equals(content, that.content)
                    && ended == that.ended
                    && cut == that.cut;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return "Subnegotiation[option=" + option() + ", length=" + content.length + "]";
        }
    }
}
