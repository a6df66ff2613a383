package io.honeypool.system.bench;

import io.honeypool.system.bench.PoolCalls.Grant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sources that connect, and what each must find. */
sealed interface Sources {

    /** What they are, in a few words. */
    String title();

    /** The address of a client's next source. */
    String next(int client, int round);

    /** Whether connections use their guests. */
    boolean use();

    /** Throws if a source was given what it should not have been. */
    void check(String source, Grant grant);

    /** The source gives it back now. */
    void released(Grant grant);

    /** An address in a network of its own. */
    private static String address(int block, int number) {
        return block + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static void require(boolean right, String source, Grant grant, String wrong) {
        if (!right) {
            throw new IllegalStateException("source " + source + " " + wrong + ": " + grant);
        }
    }

    /** Every connection is from a source never seen before, which gives its guest back unused. */
    final class New implements Sources {

        private static final int FIRST_BLOCK = 20;

        private final AtomicInteger number = new AtomicInteger();
        private final Map<UUID, UUID> holders = new ConcurrentHashMap<>();

        @Override
        public String title() {
            return "new sources, guest released unused";
        }

        /** One address of each /24, block after block. */
        @Override
        public String next(int client, int round) {
            int own = number.incrementAndGet();
            return address(FIRST_BLOCK + (own >> 16), (own & 0xffff) << 8 | 1);
        }

        @Override
        public boolean use() {
            return false;
        }

        @Override
        public void check(String source, Grant grant) {
            require(grant.fresh(), source, grant, "had a lease already");
            require(
                    holders.putIfAbsent(grant.guest(), grant.lease()) == null,
                    source,
                    grant,
                    "was given a guest that another source has");
        }

        @Override
        public void released(Grant grant) {
            holders.remove(grant.guest());
        }

        /** How many there were so far. */
        int count() {
            return number.get();
        }
    }

    /** A few sources for each client that come back again and again to the guest that they used. */
    final class Returning implements Sources {

        static final int PER_CLIENT = 2;
        private static final int BLOCK = 19;

        private final Map<String, UUID> guests = new ConcurrentHashMap<>();

        @Override
        public String title() {
            return "returning sources, guest used";
        }

        @Override
        public String next(int client, int round) {
            return address(BLOCK, (client * PER_CLIENT + round % PER_CLIENT) << 8 | 1);
        }

        @Override
        public boolean use() {
            return true;
        }

        @Override
        public void check(String source, Grant grant) {
            UUID before = guests.putIfAbsent(source, grant.guest());
            require(before == null || before.equals(grant.guest()), source, grant, "was given another guest");
            require(grant.fresh() == (before == null), source, grant, "had its lease lost");
        }

        @Override
        public void released(Grant grant) {}

        /** How many there were so far. */
        int count() {
            return guests.size();
        }
    }
}
