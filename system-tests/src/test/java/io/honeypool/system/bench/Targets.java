package io.honeypool.system.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints each figure beside what it should be, and remembers whether all were reached. */
final class Targets {

    private final PrintStream out;
    private boolean reached = true;

    Targets(PrintStream out) {
        this.out = out;
    }

    void atMost(String what, double figure, double most) {
        boolean good = figure <= most;
        reached &= good;
        out.printf(
                Locale.ROOT,
                "target    %s: %.2f (at most %.1f) %s%n",
                what,
                figure,
                most,
                good ? "reached" : "NOT reached");
    }

    boolean reached() {
        return reached;
    }
}
