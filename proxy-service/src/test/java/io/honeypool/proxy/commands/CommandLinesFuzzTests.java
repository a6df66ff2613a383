package io.honeypool.proxy.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.events.HoneypotEvent;
import java.util.ArrayList;
import java.util.List;

class CommandLinesFuzzTests {

    private static final int LONGEST_STEP = 60;

    /** No more commands than lines were ended, and none longer than what was typed and shown, escaped. */
    @FuzzTest
    void lines(FuzzedDataProvider input) {
        List<HoneypotEvent> recorded = new ArrayList<>();
        CommandLines lines = new CommandLines(recorded::add);
        int total = input.remainingBytes();
        int ends = 1;
        while (input.remainingBytes() > 0) {
            boolean typed = input.consumeBoolean();
            byte[] bytes = input.consumeBytes(LONGEST_STEP);
            for (byte b : bytes) {
                if (typed) {
                    ends += lines.typed(b) ? 1 : 0;
                } else {
                    lines.shown(b);
                }
            }
        }
        lines.close();

        int most = ends;
        assertThat(recorded).hasSizeLessThanOrEqualTo(most).allSatisfy(event -> {
            assertThat(event).isInstanceOf(HoneypotEvent.CommandInput.class);
            String text = ((HoneypotEvent.CommandInput) event).input();
            assertThat(text.getBytes(ISO_8859_1).length).isLessThanOrEqualTo(4 * total);
        });
    }
}
