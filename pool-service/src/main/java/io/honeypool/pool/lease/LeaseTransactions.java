package io.honeypool.pool.lease;

import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs work in a transaction, and all of it again if another transaction got in its way; or once, in the transaction of
 * the caller.
 */
@Component
class LeaseTransactions {

    private static final int ATTEMPTS = 5;

    private final TransactionOperations transactions;

    LeaseTransactions(TransactionOperations transactions) {
        this.transactions = transactions;
    }

    <T> T execute(Supplier<T> work) {
        return repeat(() -> transactions.execute(status -> work.get()));
    }

    /** The same for work that is one round trip, which is a transaction by itself. */
    <T> T alone(Supplier<T> statement) {
        return repeat(statement);
    }

    private static <T> T repeat(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (DuplicateKeyException | ConcurrencyFailureException raced) {
                if (attempt == ATTEMPTS || TransactionSynchronizationManager.isActualTransactionActive()) {
                    throw raced;
                }
            }
        }
    }
}
