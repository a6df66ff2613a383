package io.honeypool.pool.evidencefile;

/** What a file is that a sensor captured. */
public enum EvidenceKind {
    /** Content of a file that an attacker moved. */
    ARTIFACT,
    /** What passed on a terminal, compressed as the sensor keeps it. */
    RECORDING
}
