package io.honeypool.pool.lease;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/**
 * Runs statements that stand in one text, separated by semicolons, in one round trip. PostgreSQL takes what comes
 * before the protocol's Sync for one transaction if there is no other (<a
 * href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">Pipelining</a>), and each
 * statement sees what was committed before it began: so the first may wait for a lock, and the next reads what those
 * who held it have done.
 */
@Component
class StatementGroup {

    private final NamedParameterJdbcOperations database;

    StatementGroup(NamedParameterJdbcOperations database) {
        this.database = database;
    }

    /** Runs them all; the last of them answers with one row. */
    <T> T run(String statements, SqlParameterSource parameters, RowMapper<T> answer) {
        return database.execute(statements, parameters, (PreparedStatement prepared) -> {
            prepared.execute();
            ResultSet last = null;
            do {
                ResultSet next = prepared.getResultSet();
                last = next == null ? last : next;
            } while (prepared.getMoreResults(Statement.KEEP_CURRENT_RESULT) || prepared.getUpdateCount() != -1);
            if (last == null || !last.next()) {
                throw new SQLException("The last statement has no answer: " + statements);
            }
            return answer.mapRow(last, 1);
        });
    }
}
