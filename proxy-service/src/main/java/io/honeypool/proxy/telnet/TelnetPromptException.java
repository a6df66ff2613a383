package io.honeypool.proxy.telnet;

import io.honeypool.proxy.telnet.login.PromptPatternException;

/** An expression of the Telnet sensor's settings cannot be used; the message says which, where and why. */
public final class TelnetPromptException extends RuntimeException {

    TelnetPromptException(PromptPatternException cause) {
        super(cause.getMessage(), cause);
    }
}
