package io.honeypool.pool.tls;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.RemoteSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.tomcat.SslConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The API over TLS, on a port of its own: the one of {@code server.port} stays what it is. */
@Component
public class RemoteApi implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /** For each read of a body; {@code BodyLimitFilter} sees to the whole. */
    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int STRANGERS = 500;
    private static final int CONNECTIONS = 2_000;
    private static final int UNLIMITED = -1;

    private final RemoteSettings settings;
    private final HostIdentity identity;
    private final Callers<SocketWrapperBase<NioChannel>> callers;
    private @Nullable Connector connector;

    RemoteApi(HoneypoolSettings settings, HostIdentity identity) {
        this.settings = settings.pool().remote();
        this.identity = identity;
        this.callers = new Callers<>(new Callers.Limits(
                STRANGERS, CONNECTIONS, settings.pool().gateway().doorwayTime(), SILENCE));
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(RemoteApi::wantBodiesLate);
        if (settings.enabled()) {
            Connector made = connector();
            factory.addAdditionalConnectors(made);
            connector = made;
        }
    }

    /** Where it listens; -1 if it does not. */
    public int port() {
        Connector listening = connector;
        return listening == null ? -1 : listening.getLocalPort();
    }

    /** The request that this thread answers has a token that is good. */
    void recognise() {
        if (CallersEndpoint.CALLER.isBound()) {
            callers.recognise(CallersEndpoint.CALLER.get());
        }
    }

    /** Who asks before sending a body, with {@code Expect}, sends none that is refused unread. */
    private static void wantBodiesLate(Connector connector) {
        connector.setProperty("continueResponseTiming", "onRead");
    }

    private Connector connector() {
        Http11NioProtocol protocol = new Http11NioProtocol(new CallersEndpoint(callers));
        protocol.setConnectionTimeout(READ_TIMEOUT_MILLIS);
        protocol.setKeepAliveTimeout(Math.toIntExact(SILENCE.toMillis()));
        protocol.setMaxConnections(UNLIMITED);
        // what is left of a body that nobody wanted is not waited for
        protocol.setMaxSwallowSize(0);
        protocol.setExecutor(new VirtualThreadExecutor("remote-api-"));
        Connector made = new Connector(protocol);
        made.setPort(settings.apiPort());
        String address = settings.address();
        if (address != null) {
            made.setProperty("address", address);
        }
        wantBodiesLate(made);
        SslConnectorCustomizer tls =
                new SslConnectorCustomizer(LogFactory.getLog(RemoteApi.class), made, ClientAuth.NONE);
        identity.follow(new Follower(tls));
        return made;
    }

    /** Sets a connector up first, and has it take up other certificates later. */
    private static final class Follower implements java.util.function.Consumer<SslBundle> {

        private final SslConnectorCustomizer tls;
        private boolean set;

        Follower(SslConnectorCustomizer tls) {
            this.tls = tls;
        }

        @Override
        public synchronized void accept(SslBundle bundle) {
            if (set) {
                tls.update(null, bundle);
            } else {
                tls.customize(bundle, Map.of());
                set = true;
            }
        }
    }
}
