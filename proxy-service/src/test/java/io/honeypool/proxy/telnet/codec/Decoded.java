package io.honeypool.proxy.telnet.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a decoder made of a stream. */
final class Decoded implements TelnetReceiver {

    static final int MOST_CONTENT = 1024;

    private final List<Object> tokens = new ArrayList<>();
    private final ByteArrayOutputStream again = new ByteArrayOutputStream();
    private final TelnetDecoder decoder = new TelnetDecoder(this, MOST_CONTENT);

    /** Decodes a stream cut into pieces of one size. */
    static Decoded inPieces(byte[] stream, int size) {
        Decoded decoded = new Decoded();
        for (int at = 0; at < stream.length; at += size) {
            decoded.add(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
        }
        return decoded;
    }

    void add(byte[] piece) {
        try {
            decoder.decode(piece, piece.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of data and commands, in their order. */
    List<Object> tokens() {
        return tokens;
    }

    /** All of it, encoded again. */
    byte[] again() {
        return again.toByteArray();
    }

    @Override
    public void data(byte b) {
        tokens.add(b);
        again.write(b);
        if (b == (byte) Telnet.IAC) {
            again.write(b);
        }
    }

    @Override
    public void command(TelnetCommand command) {
        tokens.add(command);
        again.writeBytes(command.encoded());
    }
}
