package io.honeypool.proxy.telnet.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.time.Duration;

class DialogueFuzzTests {

    private static final int MOST_STEPS = 200;
    private static final int LONGEST_STEP = 80;
    private static final String SECRET = "Zu7-kerf.91qx";

    /** What can be done, each followed by how much of it. */
    private enum Step {
        TYPE,
        SHOW,
        ASK_NAME,
        ASK_PASSWORD,
        REFUSE,
        WAIT,
        NEGOTIATE,
        SEND_VARIABLES
    }

    /**
     * Whatever both sides say, and in whatever order: the guest's password is told to the guest alone, and a right one
     * only for an attacker that was let in.
     */
    @FuzzTest
    void spoofed(FuzzedDataProvider input) {
        Stage stage = Stage.spoofed(SECRET);
        StringBuilder guest = new StringBuilder();
        StringBuilder attacker = new StringBuilder();
        StringBuilder brought = new StringBuilder();
        for (int i = 0; i < MOST_STEPS && input.remainingBytes() > 0; i++) {
            step(stage, input.pickValue(Step.values()), input, brought);
            guest.append(stage.guest());
            attacker.append(stage.attacker());
        }

        if (brought.indexOf(SECRET.substring(1)) >= 0) {
            // guessed
            return;
        }
        assertThat(attacker).doesNotContain(SECRET);
        long letIn =
                stage.told.stream().filter(one -> one.startsWith("accepted")).count();
        String right = guest.toString().replace(SECRET + SpoofedLogin.WRONG, "");
        assertThat((right.length() - right.replace(SECRET, "").length()) / SECRET.length())
                .isLessThanOrEqualTo((int) letIn);
    }

    /** With nothing changed on its way, every byte arrives as it was sent. */
    @FuzzTest
    void observed(FuzzedDataProvider input) {
        Stage stage = Stage.observed();
        StringBuilder shown = new StringBuilder();
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < MOST_STEPS && input.remainingBytes() > 0; i++) {
            boolean attackers = input.consumeBoolean();
            String text = new String(input.consumeBytes(LONGEST_STEP), ISO_8859_1);
            if (attackers) {
                stage.types(text);
                typed.append(text);
            } else {
                stage.shows(text);
                shown.append(text);
            }
        }

        assertThat(stage.attacker()).isEqualTo(shown.toString().replace("\377", "\377\377"));
        assertThat(typed.toString().replace("\377", "\377\377")).startsWith(stage.guest());
    }

    private static void step(Stage stage, Step step, FuzzedDataProvider input, StringBuilder brought) {
        switch (step) {
            case TYPE -> {
                String text = new String(input.consumeBytes(LONGEST_STEP), ISO_8859_1);
                brought.append(text);
                stage.types(text);
            }
            case SHOW -> {
                String text = new String(input.consumeBytes(LONGEST_STEP), ISO_8859_1);
                brought.append(text);
                stage.shows(text, input.consumeInt(1, LONGEST_STEP));
            }
            case ASK_NAME -> stage.shows("\r\nvm login: ");
            case ASK_PASSWORD -> stage.shows("\r\nPassword: ");
            case REFUSE -> stage.shows("\r\nLogin incorrect\r\nvm login: ");
            case WAIT -> stage.silent(Duration.ofMillis(input.consumeInt(0, 20_000)));
            case NEGOTIATE ->
                stage.dialogue()
                        .negotiated(
                                input.consumeBoolean(),
                                new Negotiation(input.consumeInt(251, 254), input.consumeInt(0, 255)));
            case SEND_VARIABLES -> {
                byte[] content = input.consumeBytes(LONGEST_STEP);
                brought.append(new String(content, ISO_8859_1));
                Environment.read(Subnegotiation.of(content)).ifPresent(sent -> {
                    Environment told = stage.dialogue().environment(sent);
                    assertThat(told.variables()).hasSameSizeAs(sent.variables());
                });
            }
        }
    }
}
