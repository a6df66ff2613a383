package io.honeypool.system;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a source leaves in its guest, and how the next one looks for it: files, the history of the shell, a process that
 * runs on, a key in the kernel and the kernel's log.
 */
final class Markers {

    /** Where a marker that was left is found. */
    static final Set<String> PLACES = Set.of("files", "processes", "keys", "kernel");

    private static final Pattern SIGHTING = Pattern.compile("(\\w+) (mark-([0-9.]+)-[0-9a-f]{32})");

    /** The pattern does not match itself, so the search does not find its own processes. */
    private static final String LOOK = """
            pattern='mark-[0-9.]+-[0-9a-f]{32}'
            look() { place=$1; shift; "$@" 2>/dev/null | grep -aoE "$pattern" | sort -u | sed "s/^/$place /"; }
            look files grep -rahoE "$pattern" /root /home /tmp /var/tmp /dev/shm /run /var/log /var/spool /etc/passwd
            look processes cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ
            look keys cat /proc/keys
            look kernel dmesg
            """;

    /** The call is add_key(2), which no program of the guest's makes for us. */
    private static final String LEAVE = """
            for file in /root/.cache.txt /tmp/upload /var/tmp/upload /dev/shm/upload; do echo "$marker" >$file; done
            echo "wget $marker" >>/root/.bash_history
            echo "$marker" >/dev/kmsg
            perl -e '($type, $name, $value) = ("user", $ARGV[0], "x");
                syscall(248, $type, $name, $value, 1, -4) >= 0 or die "no key: $!\\n"' "$marker" </dev/null || exit 1
            setsid bash -c 'exec -a "$0" sleep 3600' "$marker" </dev/null >/dev/null 2>&1 &
            echo left
            """;

    /**
     * A marker that was seen.
     *
     * @param place where
     * @param marker the marker
     * @param owner the source that left it
     */
    record Sighting(String place, String marker, String owner) {}

    private Markers() {}

    /** A script that looks for markers of anybody. */
    static String look() {
        return LOOK;
    }

    /** A script that looks for markers of anybody, then leaves one of the source's own. */
    static String lookAndLeave(String source) {
        String random = UUID.randomUUID().toString().replace("-", "");
        return LOOK + "marker=mark-" + source + "-" + random + "\n" + LEAVE;
    }

    /** Whether the output of a script says that a marker was left. */
    static boolean wasLeft(String output) {
        return output.lines().anyMatch("left"::equals);
    }

    /** What the output of a script tells of. */
    static List<Sighting> sightings(String output) {
        return output.lines()
                .map(SIGHTING::matcher)
                .filter(Matcher::matches)
                .map(match -> new Sighting(match.group(1), match.group(2), match.group(3)))
                .toList();
    }
}
