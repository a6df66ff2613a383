package io.honeypool.pool.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have no tunnel yet. Each has so long to get one, and when there are too many the one that has
 * been there longest makes way: whoever has business here is through in a moment. Thread-safe.
 */
final class Doorway {

    private final int room;
    private final long nanos;
    private final SequencedMap<Visit, Long> visits = new LinkedHashMap<>();

    /**
     * Makes one.
     *
     * @param room connections at the same time
     * @param time that each has
     */
    Doorway(int room, Duration time) {
        this.room = room;
        this.nanos = time.toNanos();
    }

    /** A connection on its way in. */
    static final class Visit implements Closeable {

        private final Socket socket;
        private volatile @Nullable Socket guest;
        private volatile @Nullable Refusal putOut;

        Visit(Socket socket) {
            this.socket = socket;
        }

        Socket socket() {
            return socket;
        }

        /** Why it was closed from here; null if it was not. */
        @Nullable Refusal putOut() {
            return putOut;
        }

        /** Has a socket that it waits for be closed with it. */
        void with(Socket guestSocket) throws IOException {
            guest = guestSocket;
            if (putOut != null) {
                guestSocket.close();
            }
        }

        private void putOut(Refusal reason) {
            putOut = reason;
            close();
        }

        @Override
        public void close() {
            closeQuietly(socket);
            closeQuietly(guest);
        }

        private static void closeQuietly(@Nullable Closeable closeable) {
            try {
                if (closeable != null) {
                    closeable.close();
                }
            } catch (IOException lost) {
                // it is gone, which is what was wanted
            }
        }
    }

    /** Lets a connection in, and another out if there is no room. */
    Visit enter(Socket socket, long now) {
        Visit visit = new Visit(socket);
        Visit out = null;
        synchronized (visits) {
            if (visits.size() >= room) {
                out = visits.pollFirstEntry().getKey();
            }
            visits.put(visit, now);
        }
        if (out != null) {
            out.putOut(Refusal.CROWDED_OUT);
        }
        return visit;
    }

    /** A connection has its tunnel, or is gone. */
    void leave(Visit visit) {
        synchronized (visits) {
            visits.remove(visit);
        }
    }

    /** Puts out whoever has been here too long. */
    void putOutLate(long now) {
        List<Visit> late = new ArrayList<>();
        synchronized (visits) {
            while (!visits.isEmpty() && now - visits.firstEntry().getValue() > nanos) {
                late.add(visits.pollFirstEntry().getKey());
            }
        }
        late.forEach(visit -> visit.putOut(Refusal.TOO_SLOW));
    }

    /** Puts everybody out. */
    void close() {
        List<Visit> all;
        synchronized (visits) {
            all = List.copyOf(visits.keySet());
            visits.clear();
        }
        all.forEach(Visit::close);
    }

    int size() {
        synchronized (visits) {
            return visits.size();
        }
    }
}
