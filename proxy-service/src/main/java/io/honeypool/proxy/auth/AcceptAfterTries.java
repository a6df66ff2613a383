package io.honeypool.proxy.auth;

import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.state.WrittenBehind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Lets a source in after a number of different tries that is drawn for it, and from then on with what won and nothing
 * else. Only what the rules accept can win or count. What is remembered is kept in a file, no more than a second
 * behind. Thread-safe.
 */
public final class AcceptAfterTries implements CredentialPolicy, AutoCloseable {

    private static final int DIGEST_BYTES = 16;

    /** One household or machine has at least this much of IPv6. */
    private static final int IPV6_PREFIX = 64;

    private final CredentialPolicy rules;
    private final TryBook book;
    private final WrittenBehind written;

    private AcceptAfterTries(CredentialPolicy rules, TryBook book, Path file) {
        this.rules = rules;
        this.book = book;
        this.written = WrittenBehind.start(file, this::content);
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
        TryBook book = new TryBook(settings, draw);
        book.restore(TryFile.read(file));
        return new AcceptAfterTries(rules, book, file);
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
            if (book.takeChanged()) {
                written.changed();
            }
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
        written.close();
    }

    private byte[] content() {
        synchronized (book) {
            return TryFile.bytes(book.content());
        }
    }
}
