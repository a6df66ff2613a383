package io.honeypool.system.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pool's own figures at one moment, from its management port. */
final class PoolFigures {

    private static final Pattern LINE = Pattern.compile("([a-z0-9_]+)(\\{.*})? (\\S+)");

    private final Map<String, Double> values;

    private PoolFigures(Map<String, Double> values) {
        this.values = values;
    }

    static PoolFigures read(String management, String token) throws IOException {
        HttpURLConnection http = (HttpURLConnection)
                URI.create(management + "/actuator/prometheus").toURL().openConnection();
        http.setRequestProperty("Authorization", "Bearer " + token);
        Map<String, Double> values = new HashMap<>();
        try (InputStream in = http.getInputStream()) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    String tags = matcher.group(2) == null ? "" : matcher.group(2);
                    values.put(matcher.group(1) + tags, Double.parseDouble(matcher.group(3)));
                }
            });
        }
        return new PoolFigures(values);
    }

    /** What was added to a figure since an earlier moment, over all tags that contain a text. */
    double since(PoolFigures earlier, String name, String tag) {
        return sum(name, tag) - earlier.sum(name, tag);
    }

    /** Milliseconds that each event of a timer took since an earlier moment. */
    double meanMillis(PoolFigures earlier, String timer, String tag) {
        return 1_000
                * since(earlier, timer + "_seconds_sum", tag)
                / Math.max(1, since(earlier, timer + "_seconds_count", tag));
    }

    private double sum(String name, String tag) {
        return values.entrySet().stream()
                .filter(value -> value.getKey().equals(name)
                        || (value.getKey().startsWith(name + "{")
                                && value.getKey().contains(tag)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
