package io.honeypool.proxy.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How logins are decided.
 *
 * @param ruleFile the rule file; by default {@code userdb.txt} in the sensor's state directory, made if missing
 */
public record AuthSettings(@Nullable Path ruleFile) {}
