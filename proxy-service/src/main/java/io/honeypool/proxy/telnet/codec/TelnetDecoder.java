package io.honeypool.proxy.telnet.codec;

import java.io.IOException;
import java.util.Arrays;

/**
 * Tells data from commands in a Telnet stream (RFC 854, 855) that comes in pieces of any size. Takes whatever bytes
 * there are: what is no command is passed on as one, and of a sub-negotiation no more than a limit is kept, as servers
 * do it. Not thread-safe.
 */
public final class TelnetDecoder {

    private static final int FIRST_SIZE = 64;

    private final TelnetReceiver receiver;
    private final int mostContent;
    private State state = State.DATA;
    private int verb;
    private byte[] content = new byte[0];
    private int length;
    private boolean cut;

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        CONTENT,
        COMMAND_IN_CONTENT
    }

    /**
     * Makes a decoder at the beginning of a stream.
     *
     * @param receiver told what there is
     * @param mostContent bytes of a sub-negotiation that are kept
     */
    public TelnetDecoder(TelnetReceiver receiver, int mostContent) {
        this.receiver = receiver;
        this.mostContent = mostContent;
    }

    /** Takes the first bytes of an array as the next ones of the stream. */
    public void decode(byte[] bytes, int count) throws IOException {
        decode(bytes, 0, count);
    }

    /** Takes bytes of an array as the next ones of the stream. */
    public void decode(byte[] bytes, int offset, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            decode(bytes[offset + i]);
        }
    }

    private void decode(byte b) throws IOException {
        switch (state) {
            case DATA -> {
                if (b == (byte) Telnet.IAC) {
                    state = State.COMMAND;
                } else {
                    receiver.data(b);
                }
            }
            case COMMAND -> command(b);
            case OPTION -> {
                state = State.DATA;
                receiver.command(new TelnetCommand.Negotiation(verb, b & 0xff));
            }
            case CONTENT -> {
                if (b == (byte) Telnet.IAC) {
                    state = State.COMMAND_IN_CONTENT;
                } else {
                    keep(b);
                }
            }
            case COMMAND_IN_CONTENT -> commandInContent(b);
        }
    }

    private void command(byte b) throws IOException {
        int code = b & 0xff;
        switch (code) {
            case Telnet.IAC -> {
                state = State.DATA;
                receiver.data(b);
            }
            case Telnet.WILL, Telnet.WONT, Telnet.DO, Telnet.DONT -> {
                verb = code;
                state = State.OPTION;
            }
            case Telnet.SB -> {
                length = 0;
                cut = false;
                state = State.CONTENT;
            }
            default -> {
                state = State.DATA;
                receiver.command(new TelnetCommand.Simple(code));
            }
        }
    }

    /** A command that may not stand there ends the sub-negotiation and is what it says, as in BSD's telnetd. */
    private void commandInContent(byte b) throws IOException {
        switch (b & 0xff) {
            case Telnet.IAC -> {
                state = State.CONTENT;
                keep(b);
            }
            case Telnet.SE -> {
                state = State.DATA;
                end(true);
            }
            default -> {
                end(false);
                command(b);
            }
        }
    }

    private void keep(byte b) {
        if (length == mostContent) {
            cut = true;
            return;
        }
        if (length == content.length) {
            content = Arrays.copyOf(content, Math.min(mostContent, Math.max(FIRST_SIZE, 2 * length)));
        }
        content[length++] = b;
    }

    private void end(boolean ended) throws IOException {
        byte[] whole = Arrays.copyOf(content, length);
        if (content.length > FIRST_SIZE) {
            content = new byte[0];
        }
        receiver.command(new TelnetCommand.Subnegotiation(whole, ended, cut));
    }
}
