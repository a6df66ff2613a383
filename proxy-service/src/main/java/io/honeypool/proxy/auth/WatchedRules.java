package io.honeypool.proxy.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file, read again when it changes, on a thread of its own: logins never wait for it. A version that
 * cannot be used is reported once, and the one before stays in force. The file is asked for its times rather than
 * watched, because notifications do not come from every file system. Thread-safe.
 */
public final class WatchedRules implements CredentialPolicy, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedRules.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Path file;
    private final RuleFileObserver observer;
    private final Thread watcher;
    private volatile RuleSet rules;
    private Version inForce;
    private Version seen;

    private WatchedRules(Path file, RuleFileObserver observer, Duration period) {
        this.file = file;
        this.observer = observer;
        // before it is read: a change while it is read is read again
        this.inForce = Version.of(file);
        this.seen = inForce;
        this.rules = RuleFile.read(file);
        observer.loaded(rules.size());
        this.watcher = Thread.ofVirtual().name("rule-file").start(() -> watch(period));
    }

    /**
     * Reads the file, which is made with the default rules if it is missing, and begins to watch it.
     *
     * @throws RuleFileException if it cannot be made, read or understood
     */
    public static WatchedRules open(Path file, RuleFileObserver observer) {
        return open(file, observer, PERIOD);
    }

    static WatchedRules open(Path file, RuleFileObserver observer, Duration period) {
        RuleFile.create(file);
        return new WatchedRules(file, observer, period);
    }

    @Override
    public LoginDecision decide(LoginTry login) {
        return rules.decide(login);
    }

    /** Watches no more; the rules stay in force. */
    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch(Duration period) {
        try {
            while (true) {
                Thread.sleep(period);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a version only when it was the same at two looks: an editor may be writing it. */
    private void look() {
        Version now = Version.of(file);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(inForce)) {
            return;
        }
        inForce = now;
        try {
            rules = RuleFile.read(file);
            observer.loaded(rules.size());
            log.info("Rule file {}: {} rules are in force", file, rules.size());
        } catch (RuleFileException e) {
            observer.rejected();
            log.error("Rule file {}; the rules read before stay in force", e.getMessage());
        } catch (RuntimeException e) {
            observer.rejected();
            log.error("Rule file {} cannot be read; the rules read before stay in force", file, e);
        }
    }

    /** What tells two versions of a file apart. */
    private record Version(
            @Nullable FileTime time, long size, @Nullable Object key) {

        static Version of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException missing) {
                return new Version(null, -1, null);
            }
        }
    }
}
