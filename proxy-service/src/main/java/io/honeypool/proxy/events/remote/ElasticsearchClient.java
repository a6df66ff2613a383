package io.honeypool.proxy.events.remote;

import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.RemoteSinkException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes the client of an Elasticsearch cluster: small, with bounds for everything, and nothing that it does alone. */
final class ElasticsearchClient {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(20);

    private ElasticsearchClient() {}

    /**
     * Makes it.
     *
     * @param prefix of the settings, for who has to correct one
     * @throws RemoteSinkException if what is set cannot be used
     */
    static Rest5Client of(EventSettings.Elasticsearch settings, String prefix) {
        if (settings.urls().isEmpty()) {
            throw new RemoteSinkException(
                    "Elasticsearch has no node.", "Name some in " + prefix + "urls, or remove the setting.");
        }
        settings.urls().forEach(url -> expectNode(url, settings.urls().getFirst(), prefix));
        String authorization = authorization(settings, prefix);
        Header[] headers = authorization == null
                ? new Header[0]
                : new Header[] {new BasicHeader("Authorization", authorization, true)};
        return Rest5Client.builder(settings.urls())
                .setDefaultHeaders(headers)
                .setSSLContext(Authority.trust(prefix + "authority", settings.authority()))
                .setMetaHeaderEnabled(false)
                .setConnectionConfigCallback(
                        connection -> connection.setConnectTimeout(CONNECT).setSocketTimeout(ANSWER))
                .setRequestConfigCallback(
                        request -> request.setConnectionRequestTimeout(CONNECT).setResponseTimeout(ANSWER))
                .setHttpClientConfigCallback(http -> http.setIOReactorConfig(
                                IOReactorConfig.custom().setIoThreadCount(1).build())
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching())
                .build();
    }

    private static void expectNode(URI url, URI first, String prefix) {
        boolean usable = ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!usable || !url.getPath().equals(first.getPath())) {
            throw new RemoteSinkException(
                    "\"" + withoutUser(url) + "\" is no node of Elasticsearch.",
                    "Correct " + prefix + "urls: each is http or https, a host, perhaps a port, and a path if there is"
                            + " one, the same for all. An account goes into " + prefix + "username.");
        }
    }

    private static String withoutUser(URI url) {
        return url.getRawUserInfo() == null ? url.toString() : url.getScheme() + "://…@" + url.getHost();
    }

    private static @Nullable String authorization(EventSettings.Elasticsearch settings, String prefix) {
        String username = settings.username();
        String password = Secret.read(prefix + "password", settings.password(), settings.passwordFile());
        String key = Secret.read(prefix + "api-key", settings.apiKey(), settings.apiKeyFile());
        if ((username == null) != (password == null) || (username != null && key != null)) {
            throw new RemoteSinkException(
                    "The sensor has half an account for Elasticsearch, or an account and an API key.",
                    "Set " + prefix + "username and " + prefix + "password-file, or " + prefix
                            + "api-key-file, or none of them.");
        }
        if (key != null) {
            return "ApiKey " + key;
        }
        if (username == null) {
            return null;
        }
        byte[] account = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(account);
    }
}
