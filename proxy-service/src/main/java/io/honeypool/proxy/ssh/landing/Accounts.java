package io.honeypool.proxy.ssh.landing;

import io.honeypool.common.lease.LeaseGrant;
import java.io.IOException;
import java.util.Optional;

/** The accounts of guests, as somebody with their privileges sees to them. */
interface Accounts {

    /**
     * Sees to it that a guest has an account with a password. Blocks for a bounded time.
     *
     * @throws IOException if the guest did not do as it should
     */
    Answer ready(LeaseGrant grant, Landing.AsTyped wanted) throws IOException;

    /** What the guest says. */
    enum Answer {
        /** It made the account. */
        MADE("made"),
        /** It gave an account that it had the password. */
        PASSWORD_SET("password-set"),
        /** It has such an account, but nobody can log in with it. */
        SYSTEM_ACCOUNT("system-account"),
        /** The account that was asked may not make accounts. */
        NOT_ROOT("not-root");

        private final String word;

        Answer(String word) {
            this.word = word;
        }

        /** The answer in the last line of what a guest printed, if it is one; the guest may print anything. */
        static Optional<Answer> in(String output) {
            String[] lines = output.stripTrailing().split("\n", -1);
            for (Answer answer : values()) {
                if (answer.word.equals(lines[lines.length - 1])) {
                    return Optional.of(answer);
                }
            }
            return Optional.empty();
        }
    }
}
