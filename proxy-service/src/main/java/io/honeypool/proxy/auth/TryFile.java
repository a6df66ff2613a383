package io.honeypool.proxy.auth;

import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.state.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a {@link TryBook} in a file, which a crash leaves as it was before or as it should be. */
final class TryFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    TryFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds; nothing if there is none.
     *
     * @throws StateException if it cannot be read
     */
    TryBook.Content read() {
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readAllBytes(file), TryBook.Content.class)
                    : new TryBook.Content(List.of(), List.of());
        } catch (IOException e) {
            throw new StateException(file, e);
        } catch (JacksonException e) {
            throw new StateException(file, new IOException("cannot be understood; delete it to begin anew", e));
        }
    }

    void write(TryBook.Content content) throws IOException {
        WholeFile.write(file, JSON.writeValueAsBytes(content));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
