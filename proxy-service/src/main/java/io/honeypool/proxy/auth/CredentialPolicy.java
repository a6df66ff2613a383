package io.honeypool.proxy.auth;

import java.util.List;

/** Decides password logins: the first rule that matches wins, and what no rule matches is refused. Immutable. */
public final class CredentialPolicy {

    private static final LoginDecision DEFAULT = new LoginDecision.Refused();

    private final List<CredentialRule> rules;

    CredentialPolicy(List<CredentialRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** What becomes of this login. Constant memory, time linear in the number of rules. */
    public LoginDecision decide(String username, String password) {
        return rules.stream()
                .filter(rule -> rule.matches(username, password))
                .map(CredentialRule::decision)
                .findFirst()
                .orElse(DEFAULT);
    }
}
