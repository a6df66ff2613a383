package io.honeypool.proxy;

import java.util.Map;

/** Environment variables look like settings of the sensor and are none. */
class UnknownSettingsException extends RuntimeException {

    /**
     * Names them.
     *
     * @param unknown variable to the nearest known one
     */
    UnknownSettingsException(Map<String, String> unknown) {
        super(describe(unknown));
    }

    private static String describe(Map<String, String> unknown) {
        StringBuilder text = new StringBuilder("Unknown environment variables:");
        unknown.forEach((name, nearest) -> text.append(' ')
                .append(name)
                .append(" (did you mean ")
                .append(nearest)
                .append("?)"));
        return text.append('.').toString();
    }
}
