package io.honeypool.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TappedSessionTests {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

    private final List<String> seen = new ArrayList<>();
    private final Session session = new SessionRegistry(
                    new TestEvents().dispatcher(), TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS)
            .admit(LoginProtocol.SSH, ANYWHERE, ANYWHERE)
            .orElseThrow();

    @Test
    void aTapThatFailsDisturbsNoOther() {
        TappedChannel channel = open(new Noting("a", true), new Noting("b", false));

        channel.input(bytes("1"), 0);
        channel.input(bytes("2"), 0);
        channel.closed(0);

        assertThat(seen).containsExactly("a 1", "b 1", "b 2", "b closed");
    }

    @Test
    void whatIsOpenIsClosedWithTheSessionAndOnce() {
        TappedChannel channel = open(new Noting("a", false));

        session.close();
        channel.closed(0);
        channel.input(bytes("late"), 0);

        assertThat(seen).containsExactly("a closed", "a finished");
    }

    @Test
    void aSessionThatIsClosedStartsNothing() {
        TappedSession tapped = new Taps(List.of(new Noting("a", false))).watch(session);
        session.close();

        tapped.open(start(), new Backlogs(backlog(), backlog())).input(bytes("late"), 0);

        assertThat(seen).containsExactly("a finished");
    }

    private TappedChannel open(Tap... taps) {
        return new Taps(List.of(taps)).watch(session).open(start(), new Backlogs(backlog(), backlog()));
    }

    private static ChannelStart start() {
        return new ChannelStart(0, ChannelStart.Kind.SHELL, new byte[0], null, Map.of(), Instant.EPOCH, 0);
    }

    private static Backlog backlog() {
        return new Backlog(1, new Gate());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Notes what it is told. */
    private final class Noting implements Tap, SessionTap, ChannelTap {

        private final String name;
        private final boolean broken;

        Noting(String name, boolean broken) {
            this.name = name;
            this.broken = broken;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public SessionTap watch(Session watched) {
            return this;
        }

        @Override
        public Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs) {
            return Optional.of(this);
        }

        @Override
        public void input(ByteBuffer bytes, long nanos) {
            byte[] taken = new byte[bytes.remaining()];
            bytes.get(taken);
            seen.add(name + " " + new String(taken, StandardCharsets.UTF_8));
            if (broken) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public void closed(long nanos) {
            seen.add(name + " closed");
        }

        @Override
        public void close() {
            seen.add(name + " finished");
        }
    }
}
