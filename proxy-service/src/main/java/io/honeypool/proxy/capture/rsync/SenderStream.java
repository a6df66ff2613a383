package io.honeypool.proxy.capture.rsync;

import io.honeypool.proxy.capture.file.Bytes;
import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.capture.rsync.FileLists.UnreadableException;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the sending end says once both agree: lists of files, and files in pieces (sender.c, token.c). */
final class SenderStream {

    private static final int LONGEST_RECORD = 16 * 1024;
    private static final int BASIS_FOLLOWS = 1 << 11;
    private static final int NAME_FOLLOWS = 1 << 12;
    private static final int TRANSFER = 1 << 15;

    private final boolean out;
    private final String target;
    private final Options options;
    private final Handshake agreed;
    private final FileLists lists;
    private final FileListener listener;
    private final Bytes record = new Bytes(LONGEST_RECORD);
    private State state;
    private Index index = Index.first();
    private int idLists;
    private @Nullable FoundFile file;
    private long offset;
    private int literal;
    private int blocks;
    private int blockLength;
    private int lastLength;

    /** What the next record is. */
    private enum State {
        RULE,
        ENTRY,
        ID,
        INDEX,
        TOKEN,
        LITERAL,
        CHECKSUM
    }

    SenderStream(boolean out, String target, Options options, Handshake agreed, FileListener listener) {
        this.out = out;
        this.target = target;
        this.options = options;
        this.agreed = agreed;
        this.lists = new FileLists(options, agreed.hasListsPerDirectory(), agreed.negotiates());
        this.listener = listener;
        this.state = !out && options.sendRules() ? State.RULE : State.ENTRY;
    }

    /**
     * Takes bytes.
     *
     * @throws UnreadableException if they cannot be read; nothing that follows can
     */
    void take(ByteBuffer bytes) throws UnreadableException {
        while (bytes.hasRemaining()) {
            if (state == State.LITERAL) {
                literal(bytes);
            } else {
                // a record is read as soon as it is whole
                record.add(bytes, Math.min(bytes.remaining(), room()));
                records();
            }
        }
    }

    /** Nothing follows. */
    void close() {
        if (file != null) {
            file.misses(Missing.INTERRUPTED);
            file.close();
            file = null;
        }
    }

    private int room() throws UnreadableException {
        if (record.length() == LONGEST_RECORD) {
            throw new UnreadableException();
        }
        return LONGEST_RECORD - record.length();
    }

    private void records() throws UnreadableException {
        ByteBuffer left = ByteBuffer.wrap(record.toArray());
        record.clear();
        while (left.hasRemaining()) {
            if (state == State.LITERAL) {
                literal(left);
                continue;
            }
            int start = left.position();
            try {
                read(new Wire(left));
            } catch (BufferUnderflowException e) {
                left.position(start);
                record.add(left, left.remaining());
            }
        }
    }

    private void read(Wire wire) throws UnreadableException {
        switch (state) {
            case RULE -> {
                int length = wire.four();
                wire.skip(length);
                state = length == 0 ? State.ENTRY : State.RULE;
            }
            case ENTRY -> {
                if (!lists.read(wire)) {
                    endList();
                }
            }
            case ID -> id(wire);
            case INDEX -> index(wire);
            case TOKEN -> token(wire.four());
            case CHECKSUM -> {
                wire.skip(agreed.checksumLength());
                if (file != null) {
                    file.close();
                    file = null;
                }
                state = State.INDEX;
            }
            case LITERAL -> throw new IllegalStateException("content is no record");
        }
    }

    private void endList() {
        lists.endList(agreed.hasListsPerDirectory());
        boolean named = !options.numericIds() && !agreed.hasListsPerDirectory();
        idLists = named ? (options.has('o') ? 1 : 0) + (options.has('g') ? 1 : 0) : 0;
        state = idLists > 0 ? State.ID : State.INDEX;
    }

    /** A name of a user or a group, behind the lists, one list for each. */
    private void id(Wire wire) {
        if (wire.varint() != 0) {
            wire.skip(wire.one());
            return;
        }
        if (agreed.namesId0()) {
            wire.skip(wire.one());
        }
        idLists--;
        state = idLists > 0 ? State.ID : State.INDEX;
    }

    private void index(Wire wire) throws UnreadableException {
        Index next = index.next(wire);
        int number = next.value();
        if (number <= Index.LIST) {
            state = State.ENTRY;
        } else if (number == Index.DELETED) {
            for (int i = 0; i < 5; i++) {
                wire.varint();
            }
        } else if (number >= 0) {
            item(wire, number);
        }
        index = next;
    }

    private void item(Wire wire, int number) throws UnreadableException {
        int flags = wire.two();
        if ((flags & BASIS_FOLLOWS) != 0) {
            wire.one();
        }
        if ((flags & NAME_FOLLOWS) != 0) {
            wire.vstring();
        }
        if ((flags & TRANSFER) == 0) {
            return;
        }
        int count = wire.four();
        int length = wire.four();
        wire.four();
        int remainder = wire.four();
        Entry entry = lists.at(number);
        if (entry == null || count < 0 || length < 0 || remainder < 0 || agreed.checksumLength() == 0) {
            throw new UnreadableException();
        }
        blocks = count;
        blockLength = length;
        lastLength = remainder == 0 ? length : remainder;
        offset = 0;
        FoundFile begun = listener.begin(out, path(entry.path()));
        begun.resize(0);
        if (options.append() && count > 0) {
            begun.misses(Missing.REST);
        }
        file = begun;
        state = State.TOKEN;
    }

    private void token(int token) throws UnreadableException {
        if (token > 0) {
            literal = token;
            state = State.LITERAL;
        } else if (token == 0) {
            state = State.CHECKSUM;
        } else {
            // a block of what the receiver has already
            int block = -(token + 1);
            if (block < 0 || block >= blocks || file == null) {
                throw new UnreadableException();
            }
            file.misses(Missing.REST);
            offset += block == blocks - 1 ? lastLength : blockLength;
            file.resize(offset);
        }
    }

    private void literal(ByteBuffer bytes) {
        int count = Math.min(literal, bytes.remaining());
        if (file != null) {
            file.write(offset, bytes.slice(bytes.position(), count));
        }
        bytes.position(bytes.position() + count);
        offset += count;
        literal -= count;
        if (literal == 0) {
            state = State.TOKEN;
        }
    }

    private String path(String name) {
        if (out) {
            return target.substring(0, target.lastIndexOf('/') + 1) + name;
        }
        if (target.isEmpty() || target.endsWith("/")) {
            return target + name;
        }
        return lists.isOneFile() ? target : target + "/" + name;
    }
}
