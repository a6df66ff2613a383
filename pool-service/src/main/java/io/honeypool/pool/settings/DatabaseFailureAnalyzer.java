package io.honeypool.pool.settings;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains a start that failed at the database. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {

    private static final String URL = "spring.datasource.url";

    private final Environment environment;

    DatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
        SQLException database = find(rootFailure, SQLException.class);
        FlywayException migration = find(rootFailure, FlywayException.class);
        if (database != null) {
            return analyze(rootFailure, database);
        }
        return migration == null ? null : migration(rootFailure, migration);
    }

    private FailureAnalysis analyze(Throwable failure, SQLException database) {
        String state = String.valueOf(database.getSQLState());
        String where = url() + " as user " + environment.getProperty("spring.datasource.username", "(none)");
        if (state.startsWith("08")) {
            return new FailureAnalysis(
                    "The database cannot be reached at " + where + ": " + database.getMessage(),
                    "Start PostgreSQL, or correct " + URL + ".",
                    failure);
        }
        if (state.startsWith("28")) {
            return new FailureAnalysis(
                    "The database refuses the login at " + where + ": " + database.getMessage(),
                    "Correct spring.datasource.username and spring.datasource.password, or the server's pg_hba.conf.",
                    failure);
        }
        if (state.equals("3D000")) {
            return new FailureAnalysis(
                    "There is no such database at " + where + ": " + database.getMessage(),
                    "Create it (createdb -O honeypool honeypool), or correct " + URL + ".",
                    failure);
        }
        return new FailureAnalysis(
                "The database at " + where + " failed (SQL state " + state + "): " + database.getMessage(),
                "See that its user owns the database or may create tables in it; its log says more.",
                failure);
    }

    private FailureAnalysis migration(Throwable failure, FlywayException migration) {
        return new FailureAnalysis(
                "The tables in " + url() + " cannot be brought up to this version of the pool: "
                        + migration.getMessage(),
                "If another or a newer version of the pool made them, run that version or give this one a database of"
                        + " its own; change nothing in the tables by hand.",
                failure);
    }

    /** The URL without what may be secret in it: parameters and user information. */
    private String url() {
        String url = environment.getProperty(URL, "(no " + URL + ")");
        int parameters = url.indexOf('?');
        String plain = parameters < 0 ? url : url.substring(0, parameters);
        return plain.replaceAll("//[^/@]*@", "//");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
