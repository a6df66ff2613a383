package io.honeypool.proxy.telnet;

import java.io.IOException;

/** The Telnet listener cannot have its address or port. */
public final class TelnetPortException extends RuntimeException {

    private final int port;

    TelnetPortException(int port, IOException cause) {
        super("Telnet port " + port + ": " + cause.getMessage(), cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
