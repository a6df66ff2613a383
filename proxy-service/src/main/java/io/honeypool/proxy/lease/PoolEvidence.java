package io.honeypool.proxy.lease;

import io.honeypool.proxy.shipping.Answer;
import io.honeypool.proxy.shipping.Body;
import io.honeypool.proxy.shipping.Evidence;
import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.EvidenceTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Brings evidence to the pool over its REST API, a file in a request, as it is read from disk. A request may take any
 * time as long as it goes on.
 */
final class PoolEvidence implements EvidenceTransport {

    /** Time in which something has to go on. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Where a file is not worth asking first whether its bytes are wanted. */
    private static final long SMALL = 64L * 1024;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final String base;
    private final String authorization;
    private final Duration patience;

    PoolEvidence(PoolWay way) {
        this(way, PATIENCE);
    }

    PoolEvidence(PoolWay way, Duration patience) {
        this.http = way.http()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        this.base = way.url().toString().replaceFirst("/+$", "");
        this.authorization = way.authorization();
        this.patience = patience;
    }

    @Override
    public Answer ask(EvidenceKind kind, String sha256) throws IOException, InterruptedException {
        HttpRequest request = to(path(kind, sha256)).HEAD().build();
        HttpResponse<Void> answer = answer(request, () -> 0);
        return Answer.toHead(answer.statusCode(), retryAfter(answer));
    }

    @Override
    public Answer send(Evidence evidence, String sha256, Body body) throws IOException, InterruptedException {
        String path = path(evidence.kind(), sha256);
        String query = evidence.kind() == EvidenceKind.RECORDING ? "?recording=" + evidence.name() : "";
        HttpRequest request = to(path + query)
                .header("Content-Type", "application/octet-stream")
                .expectContinue(body.size() > SMALL)
                .PUT(publisher(body))
                .build();
        HttpResponse<Void> answer = answer(request, body::read);
        if (answer.statusCode() == 400 && body.read() > 0 && body.read() < body.size()) {
            // about the way, that was too slow, and not about the file
            throw new IOException("the pool cut the file off");
        }
        return Answer.toPut(answer.statusCode(), retryAfter(answer));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
    }

    private static String path(EvidenceKind kind, String sha256) {
        return "/api/v1/" + kind.label() + "s/" + sha256 + "/content";
    }

    private static BodyPublisher publisher(Body body) {
        return body.size() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(body)), body.size());
    }

    private static InputStream open(Body body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<Void> answer(HttpRequest request, LongSupplier progress)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> asked = http.sendAsync(request, BodyHandlers.discarding());
        try {
            while (true) {
                long before = progress.getAsLong();
                try {
                    return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (progress.getAsLong() == before) {
                        throw new IOException("nothing went on for " + patience, e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            asked.cancel(true);
        }
    }

    private static Optional<String> retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After");
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
