package io.honeypool.pool.lease;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.lease.LeaseOutcome.Exhausted;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.settings.ExhaustionPolicy;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Gives sources their guests, and does what the profile says when none is READY. */
@Component
class GuestHandout {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(150);

    private final LeaseClaim claim;
    private final LeaseEnding ending;
    private final LeaseTransactions transactions;
    private final GuestProfiles profiles;
    private final Duration waitTime;
    private final LeaseMetrics metrics;
    private final FailPoints failPoints;

    GuestHandout(
            LeaseClaim claim,
            LeaseEnding ending,
            LeaseTransactions transactions,
            GuestProfiles profiles,
            HoneypoolSettings settings,
            LeaseMetrics metrics,
            FailPoints failPoints) {
        this.claim = claim;
        this.ending = ending;
        this.transactions = transactions;
        this.profiles = profiles;
        this.waitTime = settings.pool().lease().waitTime();
        this.metrics = metrics;
        this.failPoints = failPoints;
    }

    /** The source's own guest if there is one, else whatever the profile's policy gives it. */
    LeaseOutcome handOut(LeaseApplication application) {
        LeaseOutcome own = claim(application);
        LeaseOutcome outcome = own instanceof Exhausted ? whenExhausted(application) : own;
        failPoints.reach(Step.LEASE_COMMITTED);
        return outcome;
    }

    private LeaseOutcome whenExhausted(LeaseApplication application) {
        return switch (policy(application.profile())) {
            case REFUSE -> new Exhausted();
            case EVICT_IDLE -> evict(application.profile()) ? claimWithin(waitTime, application) : new Exhausted();
            case SHARE -> announced(transactions.execute(() -> claimOrShare(application)));
        };
    }

    private ExhaustionPolicy policy(String profile) {
        return profiles.find(profile)
                .map(found -> found.settings().whenExhausted())
                .orElse(ExhaustionPolicy.REFUSE);
    }

    private LeaseOutcome claim(LeaseApplication application) {
        return announced(transactions.alone(() -> claim.claim(application, ending.now())));
    }

    private LeaseOutcome announced(LeaseOutcome outcome) {
        if (outcome instanceof Granted granted && granted.fresh()) {
            ending.announce();
        }
        return outcome;
    }

    private LeaseOutcome claimOrShare(LeaseApplication application) {
        claim.lockSharing();
        LeaseOutcome own = claim.claim(application, ending.now());
        if (!(own instanceof Exhausted)) {
            return own;
        }
        LeaseOutcome shared = claim.share(application, ending.now());
        if (shared instanceof Granted) {
            metrics.shared();
        }
        return shared;
    }

    private boolean evict(String profile) {
        boolean evicted = transactions.execute(() -> ending.evictLongestIdle(profile));
        if (evicted) {
            metrics.evicted();
        }
        return evicted;
    }

    /** Tries again until there is a guest; holds no transaction between the tries. */
    private LeaseOutcome claimWithin(Duration time, LeaseApplication application) {
        long end = System.nanoTime() + time.toNanos();
        LeaseOutcome outcome = new Exhausted();
        try {
            while (outcome instanceof Exhausted && System.nanoTime() - end < 0) {
                Thread.sleep(BETWEEN_TRIES);
                outcome = claim(application);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return outcome;
    }
}
