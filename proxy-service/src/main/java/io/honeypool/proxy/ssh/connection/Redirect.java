package io.honeypool.proxy.ssh.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where connections to a port go instead.
 *
 * @param port the port that an attacker asks for, at whatever host
 * @param host where the connection is made to
 * @param targetPort the port there
 */
public record Redirect(int port, String host, int targetPort) {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{1,5})=(?:\\[([0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._-]+)?)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65535;

    public Redirect {
        if (!isPort(port) || !isPort(targetPort)) {
            throw new IllegalArgumentException("a port is a number from 1 to " + HIGHEST_PORT);
        }
    }

    /** Reads {@code PORT=HOST:PORT}, an IPv6 address as host in brackets. */
    public static Redirect valueOf(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form PORT=HOST:PORT");
        }
        String host = form.group(2) == null ? form.group(3) : form.group(2);
        return new Redirect(Integer.parseInt(form.group(1)), host, Integer.parseInt(form.group(4)));
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= HIGHEST_PORT;
    }
}
