package io.honeypool.proxy.auth;

import java.util.List;

/** The rules of one rule file: the first that matches wins, and what no rule matches is refused. Immutable. */
final class RuleSet implements CredentialPolicy {

    private static final LoginDecision DEFAULT = new LoginDecision.Refused();

    private final List<CredentialRule> rules;

    RuleSet(List<CredentialRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Time linear in the number of rules and in the length of what was typed. */
    @Override
    public LoginDecision decide(LoginTry login) {
        return rules.stream()
                .filter(rule -> rule.matches(login.username(), login.password()))
                .map(CredentialRule::decision)
                .findFirst()
                .orElse(DEFAULT);
    }

    /** How many rules there are. */
    int size() {
        return rules.size();
    }
}
