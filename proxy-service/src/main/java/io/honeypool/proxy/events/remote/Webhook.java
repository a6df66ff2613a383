package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.events.RejectedEventsException;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.events.SpooledEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts events to a URL, signed so that the receiver knows where they come from and when: the HMAC-SHA-256, in
 * hexadecimal, of the time, a full stop and the body.
 */
final class Webhook implements EventTransport {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int SHORTEST_SECRET = 16;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;
    private final byte[] secret;
    private final InstantSource clock;

    Webhook(URI url, byte[] secret, InstantSource clock) {
        this.url = url;
        this.secret = secret.clone();
        this.clock = clock;
    }

    /**
     * Reads what is set.
     *
     * @throws RemoteSinkException if it cannot be used
     */
    static Webhook of(EventSettings.Webhook settings, URI url, InstantSource clock) {
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new RemoteSinkException(
                    "The webhook's URL is neither http nor https.", "Correct honeypool.sensor.events.webhook.url.");
        }
        Path file = settings.secretFile();
        if (file == null) {
            throw new RemoteSinkException(
                    "The webhook has no secret to sign with.",
                    "Name a file with it in honeypool.sensor.events.webhook.secret-file.");
        }
        try {
            byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            if (secret.length < SHORTEST_SECRET) {
                throw new IOException("holds less than " + SHORTEST_SECRET + " bytes");
            }
            return new Webhook(url, secret, clock);
        } catch (IOException e) {
            throw new RemoteSinkException(
                    "The webhook's secret cannot be used: " + file + ": " + e.getMessage() + ".",
                    "Put a random line into the file, such as openssl rand -hex 32 makes, readable for the sensor.",
                    e);
        }
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException {
        String body = batch.stream()
                .map(event -> "{\"id\":\"" + event.id() + "\",\"event\":" + event.json() + "}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        String time = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Honeypool-Timestamp", time)
                .header("Honeypool-Signature", "sha256=" + signature(time + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = status(request);
        if (status == 400 || status == 413 || status == 422) {
            throw new RejectedEventsException("the webhook answered with status " + status);
        }
        if (status < 200 || status > 299) {
            throw new IOException("the webhook answered with status " + status);
        }
    }

    private int status(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
