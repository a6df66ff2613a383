package io.honeypool.proxy.capture.rsync;

import java.util.List;

/**
 * What the options of the guest's end say about what is sent.
 *
 * @param letters the short ones
 * @param longOnes the others
 */
record Options(String letters, List<String> longOnes) {

    /** Compression, checksums, hard links, access lists, attributes, two more times, arguments apart, and trials. */
    private static final String UNREAD = "zcHAXUNsn";

    private static final List<String> UNREAD_LONG = List.of(
            "--compress",
            "--new-compress",
            "--old-compress",
            "--zc",
            "--zl",
            "--checksum-choice",
            "--cc",
            "--files-from",
            "--iconv",
            "--read-batch",
            "--write-batch");

    static Options of(List<String> options) {
        StringBuilder letters = new StringBuilder();
        for (String option : options) {
            if (!option.startsWith("--")) {
                // what the client can do stands behind "e."
                int capabilities = option.indexOf('e');
                letters.append(option, 1, capabilities < 0 ? option.length() : capabilities);
            }
        }
        return new Options(
                letters.toString(),
                options.stream().filter(option -> option.startsWith("--")).toList());
    }

    boolean has(char letter) {
        return letters.indexOf(letter) >= 0;
    }

    /** Whether what is sent has a form that is not read here. */
    boolean areUnread() {
        return letters.chars().anyMatch(letter -> UNREAD.indexOf(letter) >= 0)
                || longOnes.stream().anyMatch(option -> UNREAD_LONG.stream().anyMatch(option::startsWith));
    }

    /** Whether rules about files come before the files. */
    boolean sendRules() {
        return has('m') || longOnes.stream().anyMatch(option -> option.startsWith("--delete"));
    }

    boolean append() {
        return longOnes.stream().anyMatch(option -> option.startsWith("--append"));
    }

    boolean numericIds() {
        return longOnes.contains("--numeric-ids");
    }
}
