package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.AttackerText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What became of the events of a {@link Bulk}: those that are not named here are stored, be it for the second time.
 *
 * @param refused those that will never be stored, with the reason
 */
record BulkAnswer(Map<UUID, String> refused) {

    private static final int CONFLICT = 409;
    private static final int LONGEST_REASON = 300;

    /**
     * Reads the answer to a request.
     *
     * @param sent ids of the events in it, in order
     * @throws IOException if one of them has to be sent again, which does those no harm that are stored
     */
    static BulkAnswer of(JsonNode answer, List<UUID> sent) throws IOException {
        JsonNode items = answer.path("items");
        if (items.size() != sent.size()) {
            throw new IOException("the answer is about " + items.size() + " events of " + sent.size());
        }
        Map<UUID, String> refused = new LinkedHashMap<>();
        for (int number = 0; number < sent.size(); number++) {
            JsonNode item = items.path(number).path("create");
            int status = item.path("status").asInt(0);
            if (isStored(status)) {
                continue;
            }
            if (!isFinal(status)) {
                throw new IOException("an event was not stored: " + reason(status, item));
            }
            refused.put(sent.get(number), reason(status, item));
        }
        return new BulkAnswer(refused);
    }

    /** An event that is there already came before. */
    private static boolean isStored(int status) {
        return (status >= 200 && status <= 299) || status == CONFLICT;
    }

    /** Whether it is about the event, and not about who asks, the index, or how busy the cluster is. */
    private static boolean isFinal(int status) {
        return switch (status) {
            case 401, 403, 404, 408, 429 -> false;
            default -> status >= 400 && status <= 499;
        };
    }

    /** It may quote the attacker. */
    private static String reason(int status, JsonNode item) {
        String said = item.at("/error/type").asString("") + " "
                + item.at("/error/reason").asString("");
        String safe = AttackerText.escape(said.strip());
        return "status " + status + " " + safe.substring(0, Math.min(LONGEST_REASON, safe.length()));
    }
}
