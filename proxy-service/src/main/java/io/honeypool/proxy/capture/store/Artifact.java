package io.honeypool.proxy.capture.store;

/**
 * Content that is stored.
 *
 * @param outfile where, relative to the store
 * @param shasum SHA-256 in hexadecimal
 * @param size in bytes
 * @param type media type
 * @param duplicate whether it was there before
 */
public record Artifact(String outfile, String shasum, long size, String type, boolean duplicate) {}
