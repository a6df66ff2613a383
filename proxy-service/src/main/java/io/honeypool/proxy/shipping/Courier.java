package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one file where it belongs, and marks what came of it. For one thread. */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    /** How often one may break off on its way before the others go first. */
    private static final int PATIENCE = 5;

    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final EvidenceTransport transport;
    private final Pace pace;
    private final ShippingObserver observer;
    private @Nullable Path broken;
    private int timesBroken;
    private @Nullable Long saidRefused;

    Courier(EvidenceTransport transport, Pace pace, ShippingObserver observer) {
        this.transport = transport;
        this.pace = pace;
        this.observer = observer;
    }

    /**
     * Brings it, if it has no mark yet.
     *
     * @return what stands against it, if it has to be tried again
     * @throws IOException if the fault is this file's and not the way's
     */
    Optional<Answer.Later> bring(Evidence evidence) throws IOException, InterruptedException {
        if (Marks.isDone(evidence.file())) {
            return Optional.empty();
        }
        String sha256 = evidence.sha256();
        Body body = new Body(evidence.file(), pace);
        Answer answer = answer(evidence, sha256, body);
        if (Files.notExists(evidence.file())) {
            return Optional.empty();
        }
        return switch (answer) {
            case Answer.Taken _ -> {
                Marks.put(evidence.file(), Marks.Mark.SENT);
                observer.sent(evidence.kind(), body.read());
                yield Optional.empty();
            }
            case Answer.Refused refused -> {
                Marks.put(evidence.file(), Marks.Mark.REFUSED);
                observer.refused(evidence.kind());
                say(evidence, refused);
                yield Optional.empty();
            }
            case Answer.Later later -> Optional.of(later);
            case Answer.Wanted _ -> throw new IllegalStateException("nobody wants what was just sent");
        };
    }

    private Answer answer(Evidence evidence, String sha256, Body body) throws IOException, InterruptedException {
        try {
            Answer answer = transport.ask(evidence.kind(), sha256);
            return answer instanceof Answer.Wanted ? transport.send(evidence, sha256, body) : answer;
        } catch (IOException e) {
            expectOtherFault(evidence, body);
            return new Answer.Later("cannot be reached: " + e, Duration.ZERO);
        }
    }

    /** So that one that never comes through does not keep all others. */
    private void expectOtherFault(Evidence evidence, Body body) throws IOException {
        if (body.read() > 0 && Files.exists(evidence.file())) {
            timesBroken = evidence.file().equals(broken) ? timesBroken + 1 : 1;
            broken = evidence.file();
            if (timesBroken >= PATIENCE) {
                throw new IOException("it broke off " + timesBroken + " times on its way");
            }
        }
    }

    private void say(Evidence evidence, Answer.Refused refused) {
        long now = System.nanoTime();
        if (saidRefused == null || now - saidRefused > SAY_AGAIN_NANOS) {
            saidRefused = now;
            log.warn(
                    "The pool will never take {}, which stays here, as others may like it: it {}",
                    evidence.file(),
                    refused.reason());
        }
    }
}
