package io.honeypool.proxy.telnet.codec;

import java.io.IOException;

/** Takes a Telnet stream apart. */
public interface TelnetReceiver {

    /** A byte of data, as it came but for the doubling of IAC: CR NUL is two. */
    void data(byte b) throws IOException;

    /** A command that is whole. */
    void command(TelnetCommand command) throws IOException;
}
