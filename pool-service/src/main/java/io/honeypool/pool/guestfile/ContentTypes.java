package io.honeypool.pool.guestfile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** Tells what content is by its first bytes, whatever it is called. Thread-safe. */
final class ContentTypes {

    static final int LOOKED_AT = 8192;

    private static final String UNKNOWN = "application/octet-stream";

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    /** The media type of content that begins so; {@code application/octet-stream} if it tells nothing. */
    String of(byte[] beginning) {
        try (ByteArrayInputStream in = new ByteArrayInputStream(beginning)) {
            return types.detect(in, new Metadata()).toString();
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }
}
