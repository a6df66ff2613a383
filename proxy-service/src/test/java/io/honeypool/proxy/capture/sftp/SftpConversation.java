package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.MemoryFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes SFTP by hand, both sides of it, in pieces of a size. */
final class SftpConversation {

    private final MemoryFiles files = new MemoryFiles();
    private final SftpParser parser = new SftpParser(files);
    private final int pieces;

    SftpConversation(int pieces) {
        this.pieces = pieces;
    }

    MemoryFiles files() {
        return files;
    }

    SftpConversation version(int version) {
        return ask(packet(1, number(version))).answer(packet(2, number(version)));
    }

    /** Opens as version 3 does. */
    SftpConversation open(int id, String path, int flags, String handle) {
        return ask(packet(3, number(id), string(path), number(flags), number(0)))
                .handle(id, handle);
    }

    SftpConversation handle(int id, String handle) {
        return answer(packet(102, number(id), string(handle)));
    }

    SftpConversation write(int id, String handle, long offset, String data) {
        return ask(packet(6, number(id), string(handle), longNumber(offset), string(data)))
                .status(id, 0);
    }

    SftpConversation read(int id, String handle, long offset, String data) {
        return ask(packet(5, number(id), string(handle), longNumber(offset), number(32768)))
                .answer(packet(103, number(id), string(data)));
    }

    SftpConversation close(int id, String handle) {
        return ask(packet(4, number(id), string(handle))).status(id, 0);
    }

    SftpConversation status(int id, int code) {
        return answer(packet(101, number(id), number(code), string("words"), string("")));
    }

    SftpConversation ask(byte[] bytes) {
        for (int i = 0; i < bytes.length; i += pieces) {
            parser.input(ByteBuffer.wrap(bytes, i, Math.min(pieces, bytes.length - i)));
        }
        return this;
    }

    SftpConversation answer(byte[] bytes) {
        for (int i = 0; i < bytes.length; i += pieces) {
            parser.output(ByteBuffer.wrap(bytes, i, Math.min(pieces, bytes.length - i)));
        }
        return this;
    }

    MemoryFiles end() {
        parser.close();
        return files;
    }

    static byte[] packet(int type, byte[]... parts) {
        byte[] body = join(parts);
        return join(number(body.length + 1), new byte[] {(byte) type}, body);
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    static byte[] longNumber(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static byte[] string(String text) {
        return join(number(text.length()), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
