package io.honeypool.proxy.metrics;

import io.honeypool.proxy.auth.RuleFileObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the rule file: how many rules are in force, and how many versions could not be used. */
public final class RuleFileMetrics implements RuleFileObserver {

    private final AtomicInteger rules = new AtomicInteger();
    private final Counter loaded;
    private final Counter rejected;

    public RuleFileMetrics(MeterRegistry meters) {
        Gauge.builder("honeypool.sensor.auth.rules", rules, AtomicInteger::get)
                .description("Login rules that are in force")
                .register(meters);
        loaded = loads(meters, "loaded");
        rejected = loads(meters, "rejected");
    }

    @Override
    public void loaded(int count) {
        rules.set(count);
        loaded.increment();
    }

    @Override
    public void rejected() {
        rejected.increment();
    }

    private static Counter loads(MeterRegistry meters, String outcome) {
        return Counter.builder("honeypool.sensor.auth.rule.loads")
                .description("Versions of the rule file that were read")
                .tag("outcome", outcome)
                .register(meters);
    }
}
