package io.honeypool.proxy.shipping;

import java.nio.file.Path;

/** Is told of evidence by those that store it. Called from any thread, waits for nobody. */
public interface Outbox {

    /** One that nothing is sent from. */
    Outbox NONE = new Outbox() {
        @Override
        public void add(EvidenceKind kind, Path file) {
            // stays where it is
        }

        @Override
        public void expired(EvidenceKind kind) {
            // was never to be sent
        }
    };

    /** A file is whole and has its name. */
    void add(EvidenceKind kind, Path file);

    /** A file that had no mark was removed. */
    void expired(EvidenceKind kind);
}
