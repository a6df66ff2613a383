package io.honeypool.pool.guestfile;

import java.util.Arrays;

/** What a file is to whoever wants to know what an attacker ran; the first are collected first. */
public enum FileKind {
    /** A compiled program or library (ELF). */
    PROGRAM,
    /** What begins by naming its interpreter. */
    SCRIPT,
    /** Neither, and may be executed all the same. */
    EXECUTABLE,
    /** Anything else. */
    OTHER;

    /** How many first bytes tell. */
    static final int LOOKED_AT = 4;

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final int ANY_EXECUTE = 0111;

    static FileKind of(byte[] beginning, int mode) {
        if (Arrays.equals(beginning, ELF)) {
            return PROGRAM;
        }
        if (beginning.length > 2 && beginning[0] == '#' && beginning[1] == '!') {
            return SCRIPT;
        }
        return (mode & ANY_EXECUTE) == 0 ? OTHER : EXECUTABLE;
    }
}
