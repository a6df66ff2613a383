package io.honeypool.proxy.auth;

import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a source in after a number of different tries that is drawn for it, and from then on with what won and nothing
 * else. Only what the rules accept can win or count. What is remembered is written by a thread of its own, at most once
 * a second, and when the policy is closed. Thread-safe.
 */
public final class AcceptAfterTries implements CredentialPolicy, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AcceptAfterTries.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int DIGEST_BYTES = 16;

    /** One household or machine has at least this much of IPv6. */
    private static final int IPV6_PREFIX = 64;

    private final CredentialPolicy rules;
    private final TryFile file;
    private final TryBook book;
    private final Thread writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean changed;
    private boolean failing;

    private AcceptAfterTries(CredentialPolicy rules, TryFile file, TryBook book) {
        this.rules = rules;
        this.file = file;
        this.book = book;
        this.writer = Thread.ofVirtual().name("login-tries").unstarted(this::writeUntilClosing);
    }

    /**
     * The policy with what its file remembers.
     *
     * @param rules says what can win
     * @param file where it is kept
     * @throws StateException if the file cannot be read
     */
    public static AcceptAfterTries open(CredentialPolicy rules, TriesSettings settings, Path file) {
        return open(
                rules,
                settings,
                file,
                () -> ThreadLocalRandom.current().nextInt(settings.fewest(), settings.most() + 1));
    }

    static AcceptAfterTries open(CredentialPolicy rules, TriesSettings settings, Path file, IntSupplier draw) {
        TryFile kept = new TryFile(file);
        TryBook book = new TryBook(settings, draw);
        book.restore(kept.read());
        AcceptAfterTries policy = new AcceptAfterTries(rules, kept, book);
        policy.writer.start();
        return policy;
    }

    @Override
    public LoginDecision decide(LoginTry login) {
        return switch (rules.decide(login)) {
            case LoginDecision.Refused refused -> refused;
            case LoginDecision.Accepted accepted -> wins(login) ? accepted : new LoginDecision.Refused();
        };
    }

    private boolean wins(LoginTry login) {
        String digest = digest(login);
        synchronized (book) {
            boolean won = book.tried(login.source().leaseKey(IPV6_PREFIX), digest);
            changed = true;
            return won;
        }
    }

    /** Of a fixed size, however long a name and a password are sent; 128 bits leave no room for chance. */
    private static String digest(LoginTry login) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(login.username().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            byte[] digest = sha256.digest(login.password().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Writes what is not written yet. Blocks for as long as the disk takes. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never interrupted: that would close the file it writes. */
    private void writeUntilClosing() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
            write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        TryBook.Content content;
        synchronized (book) {
            if (!changed) {
                return;
            }
            content = book.content();
            changed = false;
        }
        try {
            file.write(content);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                log.error("Login tries not written to {}, tried again every second: {}", file, e.toString());
            }
            failing = true;
            synchronized (book) {
                changed = true;
            }
        }
    }
}
