package io.honeypool.proxy.ssh;

import java.io.IOException;

/** The SSH listener cannot have its address or port. */
public final class SshPortException extends RuntimeException {

    private final int port;

    SshPortException(int port, IOException cause) {
        super("SSH port " + port + ": " + cause.getMessage(), cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
