package io.honeypool.pool.evidence;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs what people ask: it may only read, it may not take longer than {@value #SECONDS} s, and the database plans it
 * for the very values that are asked for, as every question is another.
 */
@Component
class EvidenceReader {

    private static final int SECONDS = 20;

    private final JdbcClient database;
    private final TransactionTemplate transaction;

    EvidenceReader(JdbcClient database, PlatformTransactionManager transactions) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setTimeout(SECONDS);
    }

    JdbcClient database() {
        return database;
    }

    <T> T read(Supplier<T> question) {
        return transaction.execute(status -> {
            database.sql("SET LOCAL plan_cache_mode = auto").update();
            return question.get();
        });
    }
}
