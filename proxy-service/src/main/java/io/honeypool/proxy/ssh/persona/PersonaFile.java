package io.honeypool.proxy.ssh.persona;

import io.honeypool.proxy.ssh.PersonaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Personas as JSON files; docs/persona.md tells the format. */
public final class PersonaFile {

    /** The sshd of the default guest image, as {@code honeypool persona capture} saw it. */
    private static final String DEFAULT = "debian-12.json";

    /** Far more than any real server's. */
    private static final long LONGEST = 256 * 1024;

    private static final Pattern IDENTIFICATION = Pattern.compile("SSH-2\\.0-[!-~][ -~]{0,200}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private PersonaFile() {}

    /**
     * Reads a persona and checks that the sensor can be it.
     *
     * @param file null for the default guest image's own
     * @throws PersonaException if it cannot be read or cannot be presented; the message names what stands in the way
     */
    public static Persona load(@Nullable Path file) {
        if (file == null) {
            try (InputStream in = Objects.requireNonNull(PersonaFile.class.getResourceAsStream(DEFAULT))) {
                return read(DEFAULT, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw new PersonaException(file.toString(), "is longer than " + LONGEST + " bytes");
            }
            return read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PersonaException(file.toString(), "cannot be read: " + e);
        }
    }

    /** The file's text for a persona. */
    static byte[] write(Persona persona) {
        return JSON.writeValueAsBytes(persona);
    }

    static Persona read(String source, byte[] content) {
        Persona persona = parse(source, content);
        List<String> faults = new ArrayList<>();
        if (!IDENTIFICATION.matcher(persona.identification()).matches()) {
            faults.add("identification must be SSH-2.0- and up to 201 printable US-ASCII characters");
        }
        faults.addAll(Algorithms.faultsOf(persona));
        if (!faults.isEmpty()) {
            throw new PersonaException(source, String.join("; ", faults));
        }
        return persona;
    }

    private static Persona parse(String source, byte[] content) {
        try {
            return JSON.readValue(content, Persona.class);
        } catch (JacksonException e) {
            throw new PersonaException(source, "is not a persona: " + e.getOriginalMessage());
        }
    }
}
