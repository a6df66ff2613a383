package io.honeypool.pool.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BakesTests {

    private static final String SLOT = "hp-pool-1";

    @TempDir
    private Path directory;

    private final Set<Path> used = new HashSet<>();
    private Bakes bakes = new Bakes(Path.of("."), Set::of);

    @BeforeEach
    void setUp() {
        bakes = new Bakes(directory, () -> used);
    }

    @Test
    void whatIsFinishedIsFoundAndOutlivesTheProcess() throws IOException {
        Bake made = bake("a");

        assertThat(bakes.find(SLOT)).contains(made);
        assertThat(new Bakes(directory, Set::of).find(SLOT)).contains(made);
        assertThat(made.memory()).hasContent("memory a");
        assertThat(bakes.find("hp-pool-2")).isEmpty();
    }

    @Test
    void whatIsNotFinishedIsLitterAndNoBake() throws IOException {
        bakes.begin(SLOT);
        Files.writeString(bakes.unfinishedMemory(SLOT), "half");

        assertThat(bakes.find(SLOT)).isEmpty();
        assertThat(bakes.littered()).containsExactly(SLOT);
        bakes.tidy(SLOT);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theNewestCountsAndTheOlderIsLitter() throws IOException {
        bake("a");
        Bake second = bake("b");

        assertThat(bakes.find(SLOT)).contains(second);
        assertThat(bakes.littered()).containsExactly(SLOT);
        bakes.tidy(SLOT);
        assertThat(bakes.find(SLOT)).contains(second);
        assertThat(bakes.littered()).isEmpty();
    }

    @Test
    void aDiskThatSomethingLiesOnStays() throws IOException {
        Bake first = bake("a");
        bake("b");
        used.add(first.disk());

        bakes.tidy(SLOT);

        assertThat(first.disk()).exists();
        assertThat(first.memory()).doesNotExist();
        assertThat(bakes.littered()).isEmpty();
    }

    @Test
    void whatWasDiscardedIsNoBakeAnyMore() throws IOException {
        Bake only = bake("a");
        used.add(only.disk());

        bakes.discard(only);

        assertThat(bakes.find(SLOT)).isEmpty();
        assertThat(only.memory()).doesNotExist();
        assertThat(only.disk()).exists();
    }

    @Test
    void aBakeThatCannotBeReadIsLitter() throws IOException {
        Bake broken = bake("a");
        Files.writeString(broken.directory().resolve("bake.json"), "{");
        Bakes fresh = new Bakes(directory, Set::of);

        assertThat(fresh.find(SLOT)).isEmpty();
        assertThat(fresh.littered()).containsExactly(SLOT);
    }

    private Bake bake(String key) throws IOException {
        bakes.begin(SLOT);
        Files.writeString(bakes.unfinishedMemory(SLOT), "memory " + key);
        Files.writeString(bakes.unfinishedDisk(SLOT), "disk");
        return bakes.finish(SLOT, "default", key);
    }
}
