package io.honeypool.proxy.telnet.relay;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The events of one session. */
final class TestSession {

    private final TestEvents events = new TestEvents();
    private final EventLog log = new SessionRegistry(
                    events.dispatcher(), TestEvents.SENSOR, new SessionSettings(1), TestAdmission.DEFAULTS)
            .admit(
                    LoginProtocol.TELNET,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 23))
            .orElseThrow()
            .events();

    EventLog log() {
        return log;
    }

    /** All but that it began; nothing is taken afterwards. */
    List<HoneypotEvent> drain() {
        return events.drain().stream().skip(1).toList();
    }
}
