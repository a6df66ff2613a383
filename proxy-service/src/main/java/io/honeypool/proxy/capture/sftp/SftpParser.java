package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in SFTP of versions 3 to 6. What counts is what the guest's server makes of the requests: only a file
 * that it opened is one, and a handle is what it says.
 */
public final class SftpParser implements StreamParser {

    private static final int FIRST_VERSION = 3;

    /** Files that may be open at once; OpenSSH's server has as many as it may have descriptors. */
    private static final int MOST_HANDLES = 1024;

    /** Linux takes no longer ones. */
    private static final int LONGEST_PATH = 4096;

    private final FileListener listener;
    private final Uploads uploads;
    private final Packets requests = new Packets(new Requests());
    private final Packets answers = new Packets(new Answers());
    private final Pending pending = new Pending();
    private final Map<String, Handle> handles = new HashMap<>();
    private int version = FIRST_VERSION;
    private boolean tooMuch;
    private boolean broken;

    public SftpParser(FileListener listener) {
        this.listener = listener;
        this.uploads = new Uploads(listener);
    }

    @Override
    public void input(ByteBuffer bytes) {
        requests.take(bytes);
    }

    @Override
    public void output(ByteBuffer bytes) {
        answers.take(bytes);
    }

    @Override
    public void close() {
        handles.values().forEach(handle -> handle.close(true));
        handles.clear();
        pending.close();
    }

    private void expect(int id, Request request) {
        if (!pending.add(id, request)) {
            tooMuch();
        }
    }

    private void tooMuch() {
        if (!tooMuch) {
            tooMuch = true;
            listener.misses("", Missing.TOO_MUCH);
        }
    }

    private void brokenOff() {
        if (!broken) {
            broken = true;
            listener.misses("", Missing.PROTOCOL);
        }
    }

    /** What the attacker asks. */
    private final class Requests implements Packets.Receiver {

        private final NamedRequests named = new NamedRequests();
        private @Nullable Handle written;
        private long offset;
        private int left;

        @Override
        public void head(int type, ByteBuffer head) {
            written = null;
            Fields fields = new Fields(head);
            int id = fields.number();
            switch (type) {
                case Types.OPEN -> expect(id, new Request.Open(fields.string(), OpenMode.read(version, fields)));
                case Types.CLOSE -> close(id, fields.string());
                case Types.READ -> {
                    Handle handle = handles.get(fields.string());
                    if (handle != null) {
                        expect(id, new Request.Read(handle, fields.offset()));
                    }
                }
                case Types.WRITE -> write(id, fields);
                case Types.FSETSTAT -> {
                    Handle handle = handles.get(fields.string());
                    if (handle != null && hasSize(fields)) {
                        handle.resize(fields.longNumber());
                    }
                }
                case Types.EXTENDED -> extended(id, fields.string(), fields);
                default -> named(id, named.read(type, fields), type, fields);
            }
        }

        private void named(int id, Request.@Nullable Named request, int type, Fields fields) {
            if (request == null) {
                return;
            }
            expect(id, request);
            Upload upload = type == Types.SETSTAT ? uploads.at(request.path()) : null;
            if (upload != null && hasSize(fields)) {
                upload.resize(fields.longNumber());
            }
        }

        private void close(int id, String name) {
            Handle handle = handles.remove(name);
            if (handle != null) {
                expect(id, new Request.Close(handle));
            }
        }

        private void write(int id, Fields fields) {
            Handle handle = handles.get(fields.string());
            if (handle != null) {
                offset = fields.offset();
                left = fields.number();
                written = handle;
                expect(id, new Request.Write(handle));
            }
        }

        @Override
        public void content(ByteBuffer bytes) {
            int count = Math.min(Math.max(0, left), bytes.remaining());
            if (written != null && count > 0) {
                written.write(offset, bytes.slice(bytes.position(), count));
                offset += count;
                left -= count;
            }
        }

        private void extended(int id, String name, Fields fields) {
            switch (name) {
                case "copy-data" -> {
                    fields.string();
                    fields.longNumber();
                    fields.longNumber();
                    Handle target = handles.get(fields.string());
                    if (target != null) {
                        target.copiedTo();
                    }
                }
                case "version-select" -> version = version(fields.string());
                default -> {
                    Request.Named request = named.extended(name, fields);
                    if (request != null) {
                        expect(id, request);
                    }
                }
            }
        }

        private boolean hasSize(Fields attributes) {
            boolean size = (attributes.number() & 1) != 0;
            if (version > FIRST_VERSION) {
                attributes.one();
            }
            return size;
        }

        private int version(String digit) {
            return digit.length() == 1 && digit.charAt(0) >= '3' && digit.charAt(0) <= '6'
                    ? digit.charAt(0) - '0'
                    : version;
        }

        @Override
        public void broken() {
            brokenOff();
        }
    }

    /** What the guest answers. */
    private final class Answers implements Packets.Receiver {

        private @Nullable Handle read;
        private long offset;
        private int left;

        @Override
        public void head(int type, ByteBuffer head) {
            read = null;
            Fields fields = new Fields(head);
            int id = fields.number();
            if (type == Types.VERSION) {
                version = Math.clamp(id, FIRST_VERSION, 6);
                return;
            }
            Request request = pending.take(id);
            if (request != null) {
                switch (type) {
                    case Types.HANDLE -> opened(request, fields.string());
                    case Types.DATA -> {
                        if (request instanceof Request.Read(Handle handle, long from)) {
                            read = handle;
                            offset = from;
                            left = fields.number();
                        } else {
                            answered(request, Status.OK);
                        }
                    }
                    case Types.STATUS -> answered(request, fields.number());
                    default -> answered(request, Status.OK);
                }
            }
        }

        private void opened(Request request, String name) {
            switch (request) {
                case Request.Open open -> {
                    listener.operated("open", open.path(), "", Status.name(Status.OK));
                    if (handles.size() < MOST_HANDLES && open.bytes() <= LONGEST_PATH) {
                        Handle before = handles.put(name, new Handle(open, listener, uploads));
                        if (before != null) {
                            before.close(true);
                        }
                    } else {
                        tooMuch();
                    }
                }
                default -> answered(request, Status.OK);
            }
        }

        private void answered(Request request, int code) {
            switch (request) {
                case Request.Open open -> listener.operated("open", open.path(), "", Status.name(code));
                case Request.Close close -> close.handle().close(false);
                case Request.Read(Handle handle, long from) -> {
                    if (code == Status.EOF) {
                        handle.ended(from);
                    }
                }
                case Request.Write write -> {
                    if (code != Status.OK) {
                        write.handle().writeFailed(Status.name(code));
                    }
                }
                case Request.Named(String operation, String path, String target) -> {
                    listener.operated(operation, path, target, Status.name(code));
                    if (code == Status.OK && operation.equals(NamedRequests.RENAME)) {
                        uploads.rename(path, target);
                    }
                }
            }
        }

        @Override
        public void content(ByteBuffer bytes) {
            int count = Math.min(Math.max(0, left), bytes.remaining());
            if (read != null && count > 0) {
                read.read(offset, bytes.slice(bytes.position(), count));
                offset += count;
                left -= count;
            }
        }

        @Override
        public void broken() {
            brokenOff();
        }
    }
}
