package io.honeypool.pool.owner;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * A database connection for heartbeats alone: they must not queue up behind the work of the service, and a lost
 * connection is to be replaced at once. One statement at a time; each commits by itself and takes 5 s at most.
 */
@Component
class OwnerDatabase {

    private static final String SECONDS = "5";

    private final SingleConnectionDataSource source = new SingleConnectionDataSource();
    private final JdbcClient client = JdbcClient.create(source);

    OwnerDatabase(DataSource shared) throws SQLException {
        HikariDataSource pool = shared.unwrap(HikariDataSource.class);
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.put("socketTimeout", SECONDS);
        properties.put("connectTimeout", SECONDS);
        source.setSuppressClose(true);
        source.setUrl(pool.getJdbcUrl());
        source.setUsername(pool.getUsername());
        source.setPassword(pool.getPassword());
        source.setConnectionProperties(properties);
    }

    /**
     * Asks the database.
     *
     * @throws DataAccessException if it does not answer; the next question tries a new connection
     */
    synchronized <T> T ask(Function<JdbcClient, T> question) {
        try {
            return question.apply(client);
        } catch (DataAccessException failed) {
            source.resetConnection();
            throw failed;
        }
    }

    @PreDestroy
    synchronized void close() {
        source.close();
    }
}
