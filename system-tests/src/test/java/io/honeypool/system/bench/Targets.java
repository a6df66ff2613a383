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
        judge(what, figure, "at most", most, figure <= most);
    }

    void atLeast(String what, double figure, double least) {
        judge(what, figure, "at least", least, figure >= least);
    }

    private void judge(String what, double figure, String limit, double target, boolean good) {
        reached &= good;
        out.printf(
                Locale.ROOT,
                "target    %s: %.2f (%s %.2f) %s%n",
                what,
                figure,
                limit,
                target,
                good ? "reached" : "NOT reached");
    }

    boolean reached() {
        return reached;
    }
}
