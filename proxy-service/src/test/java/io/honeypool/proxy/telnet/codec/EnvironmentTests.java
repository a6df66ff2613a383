package io.honeypool.proxy.telnet.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvironmentTests {

    @Test
    void variablesAreReadAndWritten() {
        Subnegotiation said = said("\047\000\000USER\001root\003A\002\001B\001\002\002x\000LANG");

        Environment environment = Environment.read(said).orElseThrow();

        assertThat(shown(environment)).containsExactly("USER=root", "A\001B=\002x", "LANG");
        assertThat(environment.encoded()).isEqualTo(said);
    }

    @Test
    void theOldOptionMayHaveNamesAndValuesSwapped() {
        Environment right = Environment.read(said("\044\000\000USER\001a")).orElseThrow();
        Environment swapped = Environment.read(said("\044\000\001USER\000a")).orElseThrow();

        assertThat(shown(right)).containsExactly("USER=a");
        assertThat(shown(swapped)).containsExactly("USER=a");
        assertThat(swapped.encoded()).isEqualTo(said("\044\000\001USER\000a"));
    }

    @Test
    void aValueCanBeReplaced() {
        Environment environment =
                Environment.read(said("\047\000\000USER\001a")).orElseThrow();
        Environment.Variable other = environment.variables().getFirst().with(new byte[] {2, (byte) 255});

        assertThat(new Environment(environment.option(), environment.command(), false, List.of(other)).encoded())
                .isEqualTo(said("\047\000\000USER\001\002\002\377"));
    }

    @Test
    void whatSendsNoVariablesIsNone() {
        assertThat(Environment.read(said("\047\001"))).isEmpty();
        assertThat(Environment.read(said("\047"))).isEmpty();
        assertThat(Environment.read(said(""))).isEmpty();
        assertThat(Environment.read(said("\030\000xterm"))).isEmpty();
    }

    @Test
    void anyContentCanBeReadAndWhatIsWrittenIsReadTheSame() {
        Random random = new Random(1572);
        for (int round = 0; round < 5_000; round++) {
            byte[] content = new byte[2 + random.nextInt(60)];
            for (int i = 2; i < content.length; i++) {
                content[i] = (byte) random.nextInt(6);
            }
            content[0] = (byte) (random.nextBoolean() ? Telnet.NEW_ENVIRON : Telnet.ENVIRON);
            Environment environment =
                    Environment.read(Subnegotiation.of(content)).orElseThrow();
            assertThat(shown(Environment.read(environment.encoded()).orElseThrow()))
                    .isEqualTo(shown(environment));
        }
    }

    private static List<String> shown(Environment environment) {
        return environment.variables().stream()
                .map(variable -> text(variable.name()) + (variable.value() == null ? "" : "=" + text(variable.value())))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static Subnegotiation said(String content) {
        return Subnegotiation.of(content.getBytes(ISO_8859_1));
    }
}
