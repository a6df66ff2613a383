package io.honeypool.proxy.relay;

import io.honeypool.proxy.session.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tap that keeps what it is told, as text. */
public final class RecordedTap implements Tap, SessionTap, ChannelTap {

    private final List<String> told = new CopyOnWriteArrayList<>();

    /** What it was told, in order. */
    public List<String> told() {
        return told;
    }

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public SessionTap watch(Session session) {
        return this;
    }

    @Override
    public Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs) {
        told.add("open " + start.number() + " " + start.kind() + " "
                + new String(start.command(), StandardCharsets.ISO_8859_1) + " " + start.terminal() + " "
                + start.environment());
        return Optional.of(this);
    }

    @Override
    public void input(ByteBuffer bytes, long nanos) {
        told.add("input " + StandardCharsets.ISO_8859_1.decode(bytes));
    }

    @Override
    public void inputEnded(long nanos) {
        told.add("input ended");
    }

    @Override
    public void output(ByteBuffer bytes, long nanos) {
        told.add("output " + StandardCharsets.ISO_8859_1.decode(bytes));
    }

    @Override
    public void errorOutput(ByteBuffer bytes, long nanos) {
        told.add("error " + StandardCharsets.ISO_8859_1.decode(bytes));
    }

    @Override
    public void outputEnded(long nanos) {
        told.add("output ended");
    }

    @Override
    public void resized(int columns, int rows, long nanos) {
        told.add("resized " + columns + "x" + rows);
    }

    @Override
    public void exited(int status, long nanos) {
        told.add("exit " + status);
    }

    @Override
    public void refused(long nanos) {
        told.add("refused");
    }

    @Override
    public void closed(long nanos) {
        told.add("closed");
    }

    @Override
    public void close() {
        told.add("finished");
    }
}
