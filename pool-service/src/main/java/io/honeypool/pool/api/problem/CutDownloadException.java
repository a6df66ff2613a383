package io.honeypool.pool.api.problem;

/**
 * A download cannot go on after its beginning was sent. Left to the server, which ends the connection: its end must not
 * look like that of a whole one.
 */
public class CutDownloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Because of something that was logged. */
    public CutDownloadException(Throwable cause) {
        super("a download was cut", cause, false, false);
    }
}
