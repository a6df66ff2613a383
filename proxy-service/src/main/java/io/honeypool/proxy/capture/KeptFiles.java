package io.honeypool.proxy.capture;

import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.capture.store.Artifact;
import io.honeypool.proxy.capture.store.ArtifactStore;
import io.honeypool.proxy.capture.store.Incoming;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.CaptureEvent;
import io.honeypool.proxy.events.CaptureEvent.Method;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import io.honeypool.proxy.events.HoneypotEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Puts what a parser finds into the store, and says so in events. Not thread-safe; blocks with the disk. */
final class KeptFiles implements FileListener {

    private final ArtifactStore store;
    private final Method method;
    private final Consumer<HoneypotEvent> events;

    KeptFiles(ArtifactStore store, Method method, Consumer<HoneypotEvent> events) {
        this.store = store;
        this.method = method;
        this.events = events;
    }

    @Override
    public FoundFile begin(boolean out, String path) {
        return new KeptFile(out, path);
    }

    @Override
    public void misses(String path, Missing reason) {
        events.accept(new CaptureEvent.ArtifactIncomplete(text(path), reason, 0));
    }

    @Override
    public void operated(String operation, String path, String target, String status) {
        events.accept(new CaptureEvent.SftpOperation(operation, text(path), text(target), status));
    }

    private static String text(String path) {
        return AttackerText.escape(path.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One file. */
    private final class KeptFile implements FoundFile {

        private final boolean out;
        private final Incoming incoming = store.begin();
        private final Set<Missing> missing = EnumSet.noneOf(Missing.class);
        private String path;

        KeptFile(boolean out, String path) {
            this.out = out;
            this.path = path;
        }

        @Override
        public void write(long offset, ByteBuffer bytes) {
            incoming.write(offset, bytes);
        }

        @Override
        public void append(ByteBuffer bytes) {
            incoming.append(bytes);
        }

        @Override
        public void resize(long size) {
            incoming.resize(size);
        }

        @Override
        public void rename(String to) {
            path = to;
        }

        @Override
        public void misses(Missing reason) {
            missing.add(reason);
        }

        @Override
        public void close() {
            missing.addAll(incoming.missing());
            boolean nothing = incoming.size() == 0 && !missing.isEmpty();
            if (nothing) {
                incoming.discard();
            }
            Optional<Artifact> stored = nothing ? Optional.empty() : incoming.finish();
            missing.addAll(incoming.missing());
            stored.map(this::kept)
                    .map(kept -> out ? new CaptureEvent.FileDownloaded(kept) : new CaptureEvent.FileUploaded(kept))
                    .ifPresent(events);
            long size = stored.map(Artifact::size).orElse(0L);
            missing.forEach(reason -> events.accept(new CaptureEvent.ArtifactIncomplete(text(path), reason, size)));
        }

        @Override
        public void discard() {
            incoming.discard();
        }

        private CaptureEvent.Kept kept(Artifact artifact) {
            return new CaptureEvent.Kept(
                    text(path.substring(path.lastIndexOf('/') + 1)),
                    text(path),
                    artifact.outfile(),
                    artifact.shasum(),
                    artifact.size(),
                    artifact.type(),
                    artifact.duplicate(),
                    method);
        }
    }
}
