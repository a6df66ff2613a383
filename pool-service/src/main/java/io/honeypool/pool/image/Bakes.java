package io.honeypool.pool.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bakes on disk: a directory per bake, named after its slot and a number that grows. It is filled under a name of
 * its own and renamed when it is whole, so whatever stands under its final name is complete. Only one thread at a time
 * may change the bakes of a slot.
 */
public final class Bakes {

    private static final Logger log = LoggerFactory.getLogger(Bakes.class);
    private static final Pattern NAME = Pattern.compile("(.+)@([1-9]\\d{0,17})");
    private static final Pattern UNFINISHED = Pattern.compile("(.+)\\.baking");
    private static final String DESCRIPTION = "bake.json";
    private static final String DISK = "disk.qcow2";
    private static final String MEMORY = "memory";

    private final Path directory;
    private final Supplier<Set<Path>> disksInUse;
    private final Map<Path, Description> known = new ConcurrentHashMap<>();

    /**
     * Takes the directory of all bakes.
     *
     * @param disksInUse disks that something else still lies on
     */
    Bakes(Path directory, Supplier<Set<Path>> disksInUse) {
        this.directory = directory.toAbsolutePath();
        this.disksInUse = disksInUse;
    }

    /** What a bake says of itself. */
    record Description(String profile, String key) {}

    /** The newest whole bake of a slot; empty if there is none. */
    public Optional<Bake> find(String slot) throws IOException {
        return Optional.ofNullable(newest().get(slot));
    }

    /** The newest whole bake of every slot, by the slot's name. */
    public Map<String, Bake> newest() throws IOException {
        Map<String, Bake> bakes = new HashMap<>();
        for (Path entry : entries()) {
            Matcher name = NAME.matcher(entry.getFileName().toString());
            if (name.matches() && Files.exists(entry.resolve(MEMORY))) {
                describe(name.group(1), entry)
                        .ifPresent(bake -> bakes.merge(
                                bake.slot(), bake, (a, b) -> number(a.directory()) > number(b.directory()) ? a : b));
            }
        }
        return bakes;
    }

    /** Slots with something to tidy up. */
    public Set<String> littered() throws IOException {
        Set<String> slots = new HashSet<>();
        Map<String, Bake> newest = newest();
        Set<Path> used = disksInUse.get();
        for (Path entry : entries()) {
            litterOf(entry, newest, used).ifPresent(slots::add);
        }
        return slots;
    }

    /** Makes the directory in which a slot is baked, in place of whatever an earlier try left there. */
    public Path begin(String slot) throws IOException {
        Path unfinished = directory.resolve(slot + ".baking");
        FileSystemUtils.deleteRecursively(unfinished);
        return Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }

    /** Where the disk of a slot that is being baked goes. */
    public Path unfinishedDisk(String slot) {
        return directory.resolve(slot + ".baking").resolve(DISK);
    }

    /** Where the memory of a slot that is being baked goes. */
    public Path unfinishedMemory(String slot) {
        return directory.resolve(slot + ".baking").resolve(MEMORY);
    }

    /** Makes a bake of what is in the directory now, and the slot's older ones litter. */
    public Bake finish(String slot, String profile, String key) throws IOException {
        Path unfinished = directory.resolve(slot + ".baking");
        Path description = unfinished.resolve(DESCRIPTION);
        Files.writeString(description, JsonMapper.shared().writeValueAsString(new Description(profile, key)));
        for (Path file : List.of(description, unfinishedDisk(slot))) {
            sync(file);
        }
        long last = entries().stream()
                .filter(entry -> entry.getFileName().toString().startsWith(slot + "@"))
                .mapToLong(Bakes::number)
                .max()
                .orElse(0);
        Path finished = directory.resolve(slot + "@" + (last + 1));
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
        return new Bake(slot, profile, key, finished);
    }

    /** Makes a bake useless for good; its disk stays for as long as something lies on it. */
    public void discard(Bake bake) throws IOException {
        Files.deleteIfExists(bake.memory());
        tidy(bake.slot());
    }

    /** Removes what a slot has beside its newest bake and disks in use. No guest may be in the slot. */
    public void tidy(String slot) throws IOException {
        Map<String, Bake> newest = newest();
        Set<Path> used = disksInUse.get();
        for (Path entry : entries()) {
            if (litterOf(entry, newest, used).filter(slot::equals).isPresent()) {
                if (used.contains(entry.resolve(DISK))) {
                    Files.delete(entry.resolve(MEMORY));
                } else {
                    FileSystemUtils.deleteRecursively(entry);
                }
                known.remove(entry);
            }
        }
    }

    private static Optional<String> litterOf(Path entry, Map<String, Bake> newest, Set<Path> used) {
        String text = entry.getFileName().toString();
        Matcher unfinished = UNFINISHED.matcher(text);
        if (unfinished.matches()) {
            return Optional.of(unfinished.group(1));
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches() || (used.contains(entry.resolve(DISK)) && !Files.exists(entry.resolve(MEMORY)))) {
            return Optional.empty();
        }
        Bake current = newest.get(name.group(1));
        boolean isCurrent = current != null && current.directory().equals(entry);
        return isCurrent ? Optional.empty() : Optional.of(name.group(1));
    }

    /** Descriptions never change, so each is read once. */
    private Optional<Bake> describe(String slot, Path entry) {
        try {
            Description description = known.computeIfAbsent(entry, Bakes::read);
            return Optional.of(new Bake(slot, description.profile(), description.key(), entry));
        } catch (JacksonException unreadable) {
            log.warn("The bake {} cannot be read and is of no use: {}", entry, unreadable.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static Description read(Path entry) {
        return JsonMapper.shared().readValue(entry.resolve(DESCRIPTION).toFile(), Description.class);
    }

    private static long number(Path entry) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(2)) : 0;
    }

    private List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(entries::add);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
