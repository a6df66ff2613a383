package io.honeypool.proxy.relay;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sessions that nobody has a connection of. */
public final class TestSessions {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

    private TestSessions() {}

    /** One of them, whose events go there. */
    public static Session open(TestEvents events, LoginProtocol protocol) {
        return new SessionRegistry(
                        events.dispatcher(), TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS)
                .admit(protocol, ANYWHERE, ANYWHERE)
                .orElseThrow();
    }
}
