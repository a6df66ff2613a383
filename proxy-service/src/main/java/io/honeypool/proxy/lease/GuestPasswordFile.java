package io.honeypool.proxy.lease;

import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What {@link GuestPasswords} look like in a file. */
final class GuestPasswordFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String UNREADABLE = "cannot be understood; delete it to begin anew";

    private GuestPasswordFile() {}

    /** One account of one guest and what worked there last. */
    record Entry(UUID guest, String account, String password) {

        Entry {
            Objects.requireNonNull(guest);
            Objects.requireNonNull(account);
            Objects.requireNonNull(password);
        }

        /** Leaves the password out, so that no log line can hold it. */
        @Override
        public String toString() {
            return "Entry[guest=" + guest + ", account=" + account + "]";
        }
    }

    private record Content(List<Entry> passwords) {

        private Content {
            passwords = List.copyOf(passwords);
        }
    }

    /**
     * What a file holds, the account that was used longest ago first; nothing if there is none.
     *
     * @throws StateException if it cannot be read
     */
    static List<Entry> read(Path file) {
        try {
            if (Files.notExists(file)) {
                return List.of();
            }
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content == null) {
                throw new IOException(UNREADABLE);
            }
            return content.passwords();
        } catch (IOException e) {
            throw new StateException(file, e);
        } catch (JacksonException e) {
            throw new StateException(file, new IOException(UNREADABLE, e));
        }
    }

    static byte[] bytes(List<Entry> passwords) {
        return JSON.writeValueAsBytes(new Content(passwords));
    }
}
