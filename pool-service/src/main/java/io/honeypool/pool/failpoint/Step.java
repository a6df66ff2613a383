package io.honeypool.pool.failpoint;

/** Where the process can be made to end: between two things that a crash must not tear apart for good. */
public enum Step {
    /** The row of a new guest is committed, nothing of it is on the host. */
    PROVISION_ROW_MADE,
    /** A new guest has its overlay. */
    PROVISION_OVERLAY_MADE,
    /** A new guest has its overlay and its network filter. */
    PROVISION_FILTER_MADE,
    /** A new guest's domain runs. */
    PROVISION_DOMAIN_STARTED,
    /** A new guest has answered and its row still says PROVISIONING. */
    PROVISION_BEFORE_READY,
    /** A slot that is baked has booted and answered. */
    BAKE_BOOTED,
    /** A slot that is baked is prepared for being saved. */
    BAKE_PREPARED,
    /** The memory of a slot is saved, its files are not at their place. */
    BAKE_SAVED,
    /** The files of a baked slot are at their place. */
    BAKE_MOVED,
    /** A claim is committed, the sensor has no answer. */
    LEASE_COMMITTED,
    /** A release is committed, the sensor has no answer. */
    RELEASE_COMMITTED,
    /** A guest's row says RETIRING, all of it is still on the host. */
    RETIRE_ROW_MOVED,
    /** The domain of a RETIRING guest is gone. */
    RETIRE_DOMAIN_DESTROYED,
    /** The domain and the filter of a RETIRING guest are gone. */
    RETIRE_FILTER_REMOVED,
    /** Nothing of a RETIRING guest is on the host, its row is still there. */
    RETIRE_OVERLAY_REMOVED,
    /** The row of an overlay to be kept is committed, the file is at its old place. */
    KEEP_ROW_MADE,
    /** The file of an overlay to be kept is at its new place. */
    KEEP_FILE_MOVED,
    /** The row of a collection of files is committed, none of its files is. */
    COLLECT_ROW_MADE,
    /** The content of a file is beside its place, its row is not there. */
    COLLECT_FILE_WRITTEN,
    /** The row of a file is committed, its content is beside its place. */
    COLLECT_FILE_ROW_MADE,
    /** The content of a file is at its place, its row says that it is not. */
    COLLECT_FILE_MOVED,
    /** All files are collected, the collection's row does not say so. */
    COLLECT_FILES_STORED,
    /** A file that a sensor brought is whole beside its place, its row is not there. */
    EVIDENCE_FILE_WRITTEN,
    /** The row of a file that a sensor brought is committed, the file is beside its place. */
    EVIDENCE_FILE_ROW_MADE,
    /** A file that a sensor brought is at its place, its row says that it is not. */
    EVIDENCE_FILE_MOVED
}
