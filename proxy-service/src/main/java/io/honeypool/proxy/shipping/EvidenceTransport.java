package io.honeypool.proxy.shipping;

import java.io.IOException;

/** The way to where evidence goes. Used by one thread; blocks. */
public interface EvidenceTransport extends AutoCloseable {

    /**
     * Asks whether a file is there.
     *
     * @throws IOException if nobody answers; worth another try
     */
    Answer ask(EvidenceKind kind, String sha256) throws IOException, InterruptedException;

    /**
     * Sends a file.
     *
     * @throws IOException if it did not come to an answer; worth another try
     */
    Answer send(Evidence evidence, String sha256, Body body) throws IOException, InterruptedException;

    /** Lets go of what it holds, at once. */
    @Override
    void close();
}
