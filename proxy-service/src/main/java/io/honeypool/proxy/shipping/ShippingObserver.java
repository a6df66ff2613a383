package io.honeypool.proxy.shipping;

/** Learns what becomes of evidence; called from any thread, must not block. */
public interface ShippingObserver {

    /** An observer that looks away. */
    ShippingObserver NONE = new ShippingObserver() {};

    /** So many files are known to wait. */
    default void waiting(int files) {}

    /** A file is where it was to be sent; so many bytes of it went there now, none if it was there before. */
    default void sent(EvidenceKind kind, long bytes) {}

    /** A file could not be sent, or not be read, for now. */
    default void failed(EvidenceKind kind) {}

    /** A file will never be taken. */
    default void refused(EvidenceKind kind) {}

    /** A file was removed before it was sent. */
    default void expired(EvidenceKind kind) {}
}
