package io.honeypool.proxy.telnet.codec;

/** Numbers of the protocol, as unsigned bytes (RFC 854, and the options' own documents). */
public final class Telnet {

    /** End of sub-negotiation. */
    public static final int SE = 240;

    /** Begin of sub-negotiation. */
    public static final int SB = 250;

    public static final int WILL = 251;
    public static final int WONT = 252;
    public static final int DO = 253;
    public static final int DONT = 254;

    /** Interpret as command. */
    public static final int IAC = 255;

    /** Eight bits, CR as it is (RFC 856). */
    public static final int BINARY = 0;

    /** RFC 857. */
    public static final int ECHO = 1;

    /** Suppress go-ahead (RFC 858). */
    public static final int SGA = 3;

    /** Terminal type (RFC 1091). */
    public static final int TERMINAL_TYPE = 24;

    /** Window size (RFC 1073). */
    public static final int NAWS = 31;

    /** Environment, the old option (RFC 1408). */
    public static final int ENVIRON = 36;

    /** Environment (RFC 1572). */
    public static final int NEW_ENVIRON = 39;

    private Telnet() {}
}
