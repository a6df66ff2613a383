package io.honeypool.system.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sensor on another host, as the pool sees it, with one lease. */
final class RemoteSensor {

    private static final String OPEN = "HTTP/1.1 200 OK\r\n\r\n";

    private final SSLContext trust;
    private final JsonNode grant;
    private final InetSocketAddress gateway;

    /**
     * Reads what it was given.
     *
     * @param credentials what {@code sensor join} stored
     * @param grant what the pool answered to its request for a lease
     * @param gateway the gateway
     */
    RemoteSensor(Path credentials, Path grant, InetSocketAddress gateway) throws IOException, GeneralSecurityException {
        this.trust = trusting(Base64.getDecoder()
                .decode(text(JsonMapper.shared().readTree(Files.readString(credentials)), "/authority")));
        this.grant = JsonMapper.shared().readTree(Files.readString(grant));
        this.gateway = gateway;
    }

    /** A tunnel to the guest's SSH port. */
    SSLSocket tunnel() throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket();
        socket.connect(gateway);
        socket.setTcpNoDelay(true);
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        String target = text(grant, "/leaseId") + ".guest:22";
        String head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nProxy-Authorization: Bearer "
                + text(grant, "/gateway/token") + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readNBytes(OPEN.length()), StandardCharsets.US_ASCII);
        if (!answer.equals(OPEN)) {
            throw new IOException("the gateway answered " + answer);
        }
        return socket;
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).stringValue();
    }

    private static SSLContext trusting(byte[] authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "pool",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
