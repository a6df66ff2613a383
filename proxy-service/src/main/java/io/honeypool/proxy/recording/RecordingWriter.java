package io.honeypool.proxy.recording;

import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.RecordingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Writes the files of one recording. For one thread at a time. */
final class RecordingWriter {

    private final RecordingStore store;
    private final RecordingHeader header;
    private final List<RecordingFormat> formats;
    private final long limit;
    private final Consumer<HoneypotEvent> events;
    private final List<RecordingFile> files = new ArrayList<>();
    private final ByteSink sink;
    private volatile boolean cut;
    private boolean failed;

    /**
     * Nothing is written yet.
     *
     * @param formats that it is written in, asciicast first
     * @param limit bytes in each format; what comes then is left out
     * @param events told when it is finished
     * @param sink where bytes are put together; empty between calls, so that one does for all that a thread writes
     */
    RecordingWriter(
            RecordingStore store,
            RecordingHeader header,
            List<RecordingFormat> formats,
            long limit,
            Consumer<HoneypotEvent> events,
            ByteSink sink) {
        this.store = store;
        this.header = header;
        this.formats = formats;
        this.limit = limit;
        this.events = events;
        this.sink = sink;
    }

    /** Whether nothing more is recorded. */
    boolean isCut() {
        return cut;
    }

    /** Makes the files. */
    void begin() throws IOException {
        for (RecordingFormat format : formats) {
            RecordingFile file = store.create(header, format.suffix());
            files.add(file);
            format.begin(sink);
            file.append(sink.take());
        }
    }

    /** Writes what passed. A disk that fails cuts the recording. */
    void write(List<Passed> passed) {
        if (cut || passed.isEmpty()) {
            return;
        }
        try {
            if (files.isEmpty()) {
                begin();
            }
            for (int i = 0; i < files.size(); i++) {
                write(formats.get(i), files.get(i), passed);
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            sink.clear();
        }
    }

    private void write(RecordingFormat format, RecordingFile file, List<Passed> passed) throws IOException {
        for (Passed item : passed) {
            if (file.size() + sink.size() >= limit) {
                cut = true;
                format.write(new Passed.Mark("cut at the limit of " + limit + " bytes", item.nanos()), sink);
                break;
            }
            format.write(item, sink);
        }
        file.append(sink.take());
    }

    /** Writes the end. */
    void end(Recording.Passage passage) {
        if (failed) {
            return;
        }
        try {
            if (files.isEmpty()) {
                begin();
            }
            for (int i = 0; i < files.size(); i++) {
                formats.get(i).end(passage.durationNanos(), sink);
                files.get(i).append(sink.take());
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            sink.clear();
        }
    }

    private void fail(IOException e) {
        cut = true;
        failed = true;
        store.failed(header.id(), e);
    }

    /** Has the files on disk under their names, and tells of it. Blocks for as long as the disk takes. */
    void finish(Recording.Passage passage) {
        try {
            List<RecordingFile.Kept> kept = new ArrayList<>();
            for (RecordingFile file : files) {
                kept.add(file.finish());
            }
            if (kept.isEmpty()) {
                return;
            }
            boolean truncated = cut || failed || passage.lost();
            long millis = TimeUnit.NANOSECONDS.toMillis(passage.durationNanos());
            tell(kept, new Sum(passage.bytesIn(), passage.bytesOut(), millis, truncated));
            store.finished(kept);
        } catch (IOException e) {
            store.failed(header.id(), e);
        }
    }

    private void tell(List<RecordingFile.Kept> kept, Sum sum) {
        events.accept(closed(header, store.nameOf(kept.getFirst()), sum));
        events.accept(logClosed(store.nameOf(kept.getLast()), kept.getLast(), sum));
    }

    /** What a recording comes to. */
    record Sum(long bytesIn, long bytesOut, long durationMillis, boolean truncated) {}

    static RecordingEvent closed(RecordingHeader header, String file, Sum sum) {
        return new RecordingEvent.RecordingClosed(
                header.id(), file, header.channel(), sum.bytesIn, sum.bytesOut, sum.truncated);
    }

    static RecordingEvent logClosed(String name, RecordingFile.Kept kept, Sum sum) {
        return new RecordingEvent.LogClosed(name, kept.size(), kept.shasum(), sum.durationMillis);
    }
}
