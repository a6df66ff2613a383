package io.honeypool.proxy.auth;

import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a {@link TryBook} looks like in a file. */
final class TryFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String UNREADABLE = "cannot be understood; delete it to begin anew";

    private TryFile() {}

    /**
     * What a file holds; nothing if there is none.
     *
     * @throws StateException if it cannot be read
     */
    static TryBook.Content read(Path file) {
        try {
            if (Files.notExists(file)) {
                return new TryBook.Content(List.of(), List.of());
            }
            TryBook.Content content = JSON.readValue(Files.readAllBytes(file), TryBook.Content.class);
            if (content == null) {
                throw new IOException(UNREADABLE);
            }
            return content;
        } catch (IOException e) {
            throw new StateException(file, e);
        } catch (JacksonException e) {
            throw new StateException(file, new IOException(UNREADABLE, e));
        }
    }

    static byte[] bytes(TryBook.Content content) {
        return JSON.writeValueAsBytes(content);
    }
}
