package io.honeypool.proxy.telnet.login;

/** Keys that a terminal of Linux acts on rather than takes, as login(1) leaves them. */
public final class Keys {

    private static final byte INTERRUPT = 0x03;
    private static final byte END = 0x04;
    private static final byte STOP = 0x13;
    private static final byte START = 0x11;
    private static final byte SUSPEND = 0x1a;
    private static final byte QUIT = 0x1c;

    private Keys() {}

    /** Whether it ends the line. */
    public static boolean isEnter(byte b) {
        return b == '\r' || b == '\n';
    }

    /** Whether it hands the line over as it is, or ends the input if there is none. */
    public static boolean isEndOfInput(byte b) {
        return b == END;
    }

    /** Whether it throws the line away and is told the program. */
    public static boolean isSignal(byte b) {
        return b == INTERRUPT || b == QUIT || b == SUSPEND;
    }

    /** Whether it stops or starts the output and is no part of the line. */
    public static boolean isFlowControl(byte b) {
        return b == STOP || b == START;
    }

    /** Whether it belongs to the CR before it (RFC 854, RFC 1123 section 3.3.1). */
    public static boolean isAfterReturn(byte b) {
        return b == '\n' || b == 0;
    }
}
