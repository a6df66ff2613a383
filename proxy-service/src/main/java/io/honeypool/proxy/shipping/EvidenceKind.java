package io.honeypool.proxy.shipping;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a file of evidence is. Those of a kind have a store of their own, in directories of one level. */
public enum EvidenceKind {
    /** Content that was moved, called by its SHA-256. */
    ARTIFACT("[0-9a-f]{64}", ""),
    /** A recording that is compressed, called by its name. */
    RECORDING("[0-9a-f]{12}-[0-9]{1,10}\\.cast\\.gz", ".cast.gz");

    private final Pattern fileName;
    private final String suffix;

    EvidenceKind(String fileName, String suffix) {
        this.fileName = Pattern.compile(fileName);
        this.suffix = suffix;
    }

    /** The kind in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a file of the store that is called so is whole, and evidence. */
    boolean isWhole(String name) {
        return fileName.matcher(name).matches();
    }

    String nameOf(String file) {
        return file.substring(0, file.length() - suffix.length());
    }
}
