package io.honeypool.pool.isolation;

import io.honeypool.pool.template.RequiredParts;
import io.honeypool.pool.template.XmlElement;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a network filter must have to isolate a guest; pure. Rules run in order of priority and the first that matches
 * decides, so what isolates is that all that no rule accepts is dropped, and that no rule accepts everything.
 */
final class FilterParts {

    private static final Set<String> ACTIONS = Set.of("accept", "drop", "reject");
    private static final int USUAL_PRIORITY = 500;

    private FilterParts() {}

    static RequiredParts of(XmlElement filter, String name, UUID id) {
        List<XmlElement> rules = filter.all("rule");
        boolean flat = filter.children().size() == rules.size() + 1;
        return new RequiredParts()
                .require(
                        filter.name().equals("filter")
                                && filter.attribute("name").equals(name),
                        "<filter name=\"${name}\">")
                .require(filter.attribute("chain").equals("root"), "chain=\"root\" in <filter>")
                .require(filter.textOf("uuid").equals(id.toString()), "one <uuid> with ${uuid}")
                .require(flat, "nothing but <rule>s beside the <uuid>")
                .require(
                        rules.stream().allMatch(rule -> ACTIONS.contains(rule.attribute("action"))),
                        "no action but accept, drop and reject")
                .require(
                        rules.stream().noneMatch(rule -> decides(rule, "accept") && matchesAll(rule)),
                        "no rule that accepts whatever comes")
                .require(dropsRest(rules, "in"), dropping("in"))
                .require(dropsRest(rules, "out"), dropping("out"));
    }

    private static String dropping(String direction) {
        return "a last <rule action=\"drop\" direction=\"inout\"> with an empty <mac/> and a higher priority number than"
                + " all others (none drops what is left of direction " + direction + ")";
    }

    /** Whether some rule drops everything of a direction after every rule that accepts some of it has had its say. */
    private static boolean dropsRest(List<XmlElement> rules, String direction) {
        return rules.stream()
                .filter(rule -> decides(rule, "drop") && applies(rule, direction) && matchesEveryFrame(rule))
                .anyMatch(last -> rules.stream()
                        .filter(rule -> decides(rule, "accept") && applies(rule, direction))
                        .allMatch(rule -> priority(rule) < priority(last)));
    }

    private static boolean decides(XmlElement rule, String action) {
        return rule.attribute("action").equals(action);
    }

    private static boolean applies(XmlElement rule, String direction) {
        return Set.of(direction, "inout").contains(rule.attribute("direction"));
    }

    private static boolean matchesEveryFrame(XmlElement rule) {
        return rule.only("mac").isPresent()
                && matchesAll(rule)
                && rule.children().size() == 1;
    }

    /** A rule without a condition, or with one that has nothing to compare with, matches everything of its kind. */
    private static boolean matchesAll(XmlElement rule) {
        return rule.children().isEmpty()
                || rule.children().stream()
                        .anyMatch(match -> Set.of("match", "comment").containsAll(match.attributes()));
    }

    private static int priority(XmlElement rule) {
        String text = rule.attribute("priority");
        try {
            return text.isEmpty() ? USUAL_PRIORITY : Integer.decode(text);
        } catch (NumberFormatException libvirtWillSay) {
            return USUAL_PRIORITY;
        }
    }
}
