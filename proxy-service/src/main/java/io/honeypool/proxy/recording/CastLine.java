package io.honeypool.proxy.recording;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a recording behind its header.
 *
 * @param seconds since its beginning
 * @param code what it is, such as {@code o}
 * @param text what passed; see {@link TerminalText#bytesOf}
 */
record CastLine(double seconds, String code, String text) {

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CastLine read(String line) {
        try {
            JsonNode read = JsonMapper.shared().readTree(line);
            if (read.isArray() && read.size() == 3 && read.get(0).isNumber()) {
                return new CastLine(
                        read.get(0).asDouble(),
                        read.get(1).asString(),
                        read.get(2).asString());
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no line of an asciicast", e);
        }
        throw new IllegalArgumentException("no line of an asciicast");
    }
}
