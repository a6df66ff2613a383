package io.honeypool.pool.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DiskRoomTests {

    private static final long MIB = 1L << 20;

    private long free = 1_000 * MIB;
    private final DiskRoom room = new DiskRoom(() -> free, settings("500MB"));

    @Test
    void aGuestIsMadeOnlyWhereTheMinimumStaysFree() {
        assertThat(room.allowsGuest()).isTrue();

        free = 500 * MIB + DiskFigures.GUEST - 1;
        assertThat(room.allowsGuest()).isFalse();
        assertThat(room.isFull()).isTrue();
    }

    @Test
    void itIsSaidOnceAndAgainWhenThereIsRoom(CapturedOutput output) {
        free = 100 * MIB;
        room.allowsGuest();
        room.allowsGuest();
        assertThat(output).containsOnlyOnce("No guest is made").contains("100 MiB free, 564 MiB are needed");

        free = 900 * MIB;
        assertThat(room.allowsGuest()).isTrue();
        assertThat(output).containsOnlyOnce("There is room on the disk again");
    }

    @Test
    void aFullDiskStaysFullUntilThereIsRoomForTwo() {
        free = 0;
        room.allowsGuest();

        free = 500 * MIB + DiskFigures.GUEST;
        assertThat(room.allowsGuest()).isFalse();
        free = 500 * MIB + 2 * DiskFigures.GUEST;
        assertThat(room.allowsGuest()).isTrue();
    }

    @Test
    void whatIsBeingMadeCounts() {
        free = 500 * MIB + 2 * DiskFigures.GUEST;
        try (DiskRoom.Hold _ = room.holdGuest();
                DiskRoom.Hold _ = room.holdGuest()) {
            assertThat(room.allowsGuest()).isFalse();
        }
        assertThat(room.allowsGuest()).isTrue();
    }

    @Test
    void aBakeNeedsRoomForTheMemory() {
        assertThat(room.allowsBake(244)).isTrue();
        assertThat(room.allowsBake(245)).isFalse();
    }

    @Test
    void aMinimumThatNoDiskHasIsAFigureStill() {
        assertThat(new DiskRoom(() -> Long.MAX_VALUE / 8, settings("9223372036854775807B")).allowsGuest())
                .isFalse();
    }

    private static HoneypoolSettings settings(String minimum) {
        return new Binder(new MapConfigurationPropertySource(Map.of("honeypool.pool.disk.minimum-free", minimum)))
                .bindOrCreate("honeypool", HoneypoolSettings.class);
    }
}
