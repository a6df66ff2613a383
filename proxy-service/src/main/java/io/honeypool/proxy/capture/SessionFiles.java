package io.honeypool.proxy.capture;

import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.capture.rsync.RsyncParser;
import io.honeypool.proxy.capture.scp.ScpParser;
import io.honeypool.proxy.capture.sftp.SftpParser;
import io.honeypool.proxy.capture.shell.Purpose;
import io.honeypool.proxy.capture.shell.ShellParser;
import io.honeypool.proxy.capture.store.ArtifactStore;
import io.honeypool.proxy.events.CaptureEvent.ArtifactIncomplete;
import io.honeypool.proxy.events.CaptureEvent.Method;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelStart;
import io.honeypool.proxy.relay.ChannelTap;
import io.honeypool.proxy.relay.SessionTap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for files in one session's channels. Thread-safe. */
final class SessionFiles implements SessionTap {

    private static final Duration PATIENCE = Duration.ofSeconds(35);

    /** Channels at once; OpenSSH's server has 10 sessions. */
    private static final int MOST_CHANNELS = 64;

    private static final int MOST_EVENTS_PER_SECOND = 2000;

    private final ArtifactStore store;
    private final Lanes lanes;
    private final EventLog events;
    private final EventPace pace = new EventPace(MOST_EVENTS_PER_SECOND);
    private final List<Lane> open = new ArrayList<>();
    private boolean tooMany;

    SessionFiles(ArtifactStore store, Lanes lanes, EventLog events) {
        this.store = store;
        this.lanes = lanes;
        this.events = events;
    }

    @Override
    public synchronized Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs) {
        open.removeIf(Lane::isFinished);
        if (open.size() == MOST_CHANNELS) {
            if (!tooMany) {
                tooMany = true;
                misses(Missing.TOO_MUCH);
            }
            return Optional.empty();
        }
        StreamParser parser = parser(start);
        if (parser == null) {
            return Optional.empty();
        }
        boolean watchesOutput = !(parser instanceof ShellParser);
        Lane lane = new Lane(lanes, parser, backlogs, watchesOutput, pace, () -> misses(Missing.STORE));
        open.add(lane);
        lanes.add(lane);
        return Optional.of(lane);
    }

    private @Nullable StreamParser parser(ChannelStart start) {
        String command = new String(start.command(), StandardCharsets.ISO_8859_1);
        boolean terminal = start.terminal() != null;
        return switch (start.kind()) {
            case SHELL -> ShellParser.shell(kept(Method.SHELL), terminal);
            case TELNET -> ShellParser.shell(kept(Method.SHELL), true);
            case SUBSYSTEM -> command.equals("sftp") ? new SftpParser(kept(Method.SFTP)) : null;
            case EXEC ->
                switch (Purpose.of(command)) {
                    case Purpose.Sftp() -> new SftpParser(kept(Method.SFTP));
                    case Purpose.Scp(boolean out, String target, boolean intoDirectory) ->
                        new ScpParser(out, target, intoDirectory, kept(Method.SCP));
                    case Purpose.Rsync(boolean out, List<String> options, String target) ->
                        new RsyncParser(out, options, target, kept(Method.RSYNC));
                    case Purpose.Other() -> ShellParser.command(command, kept(Method.SHELL), terminal);
                };
        };
    }

    private KeptFiles kept(Method method) {
        return new KeptFiles(store, method, this::record);
    }

    private void record(HoneypotEvent event) {
        pace.step(System.nanoTime());
        events.record(event);
    }

    private void misses(Missing reason) {
        record(new ArtifactIncomplete("", reason, 0));
    }

    @Override
    public void close() {
        List<Lane> left;
        synchronized (this) {
            left = List.copyOf(open);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Lane lane : left) {
                if (!lane.await(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                    misses(Missing.STORE);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
