package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks through the stores for files that have no mark, and removes marks that have no file. */
final class EvidenceSearch {

    private final EvidenceStores stores;
    private final Unsent unsent;

    EvidenceSearch(EvidenceStores stores, Unsent unsent) {
        this.stores = stores;
        this.unsent = unsent;
    }

    void run() throws IOException {
        unsent.looking();
        for (var store : stores.directories().entrySet()) {
            for (Path directory : list(store.getValue())) {
                look(store.getKey(), directory);
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.toList();
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return List.of();
        }
    }

    /** By names alone, but for those that are to be sent. */
    private void look(EvidenceKind kind, Path directory) throws IOException {
        Set<String> names = list(directory).stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
        Set<String> marked = new HashSet<>();
        for (String name : names) {
            String of = Marks.marked(name).filter(kind::isWhole).orElse(null);
            if (of != null && names.contains(of)) {
                marked.add(of);
            } else if (of != null) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
        for (String name : names) {
            if (kind.isWhole(name) && !marked.contains(name)) {
                found(new Evidence(kind, directory.resolve(name)));
            }
        }
    }

    private void found(Evidence evidence) throws IOException {
        try {
            long millis = Files.getLastModifiedTime(evidence.file()).toMillis();
            unsent.found(new Unsent.Waiting(evidence, millis));
        } catch (NoSuchFileException gone) {
            // somebody else was faster
        }
    }
}
