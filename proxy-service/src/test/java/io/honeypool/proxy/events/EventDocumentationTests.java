package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventDocumentationTests {

    private static final Path PAGE = Path.of("..", "docs", "events.md");

    private static final LoginEvent.Key KEY = new LoginEvent.Key("00:11", "ssh-ed25519 AAAA", "ssh-ed25519");

    private static final CaptureEvent.Kept FILE =
            new CaptureEvent.Kept("x", "/tmp/x", "ab/abcd", "abcd", 7, "text/plain", false, CaptureEvent.Method.SFTP);

    static final List<HoneypotEvent> ONE_OF_EACH = List.of(
            new HoneypotEvent.SessionConnected("192.0.2.7", 4711),
            new HoneypotEvent.ClientVersion("SSH-2.0-Go"),
            new HoneypotEvent.LoginSucceeded("root", "admin"),
            new HoneypotEvent.LoginFailed("root", "root"),
            new LoginEvent.KeyOffered("root", KEY),
            new LoginEvent.KeySucceeded("root", KEY),
            new LoginEvent.KeyFailed("root", KEY),
            new LoginEvent.NothingProved("root"),
            new HoneypotEvent.CommandInput("uname -a"),
            new HoneypotEvent.CommandsOmitted(3),
            new HoneypotEvent.ClientSize(80, 24),
            new HoneypotEvent.ClientVariable("LANG", "C"),
            new HoneypotEvent.MalformedPacket(98, 3, "000102"),
            new HoneypotEvent.GuestConnected("10.0.0.2", 22, "10.0.0.1", 40000),
            new HoneypotEvent.GuestConnectFailed("10.0.0.2", 22, "refused"),
            new HoneypotEvent.LeaseGranted("l", "g", true, "default", 12),
            new HoneypotEvent.LeaseRefused("pool-exhausted"),
            new HoneypotEvent.LeaseReleased("l", "g", true),
            new HoneypotEvent.SessionLimited("sessions"),
            new ForwardingEvent.DirectTcpipRequested("192.0.2.9", 25, "127.0.0.1", 40000),
            new ForwardingEvent.DirectTcpipData("192.0.2.9", 25, 2, "HELO x"),
            new ForwardingEvent.RedirectFailed("192.0.2.9", 25, "Connection refused"),
            new ForwardingEvent.DirectStreamlocalRequested("/run/docker.sock"),
            new ForwardingEvent.TcpipForwardRequested("0.0.0.0", 8080),
            new ForwardingEvent.StreamlocalForwardRequested("/tmp/s"),
            new CaptureEvent.FileUploaded(FILE),
            new CaptureEvent.FileDownloaded(FILE),
            new CaptureEvent.ArtifactIncomplete("/tmp/x", CaptureEvent.Missing.QUOTA, 7),
            new CaptureEvent.SftpOperation("rename", "/tmp/x", "/tmp/y", "ok"),
            new HoneypotEvent.SessionClosed(17),
            new TransportEvent.ClientKeyExchange(
                    "h", "k;e;m;c", List.of("k"), List.of("s"), List.of("e"), List.of("m"), List.of("c"), List.of("")),
            new TransportEvent.ProtocolError("packet length 0", "00000000"),
            new TelnetEvent.ExploitAttempted("CVE-2026-24061", "USER", "-f root"),
            new LandingEvent("Admin", "root", LandingEvent.Outcome.GUEST_ACCOUNT, LandingEvent.Reason.SYSTEM_ACCOUNT),
            new RecordingEvent.LogOpened("2026-01-31/0123456789ab-0.cast.gz"),
            new RecordingEvent.LogClosed("2026-01-31/0123456789ab-0.cast.gz", 1, "00", 2),
            new RecordingEvent.RecordingClosed("0123456789ab-0", "2026-01-31/0123456789ab-0.cast.gz", 0, 1, 2, false),
            new RawEvent(RawEvent.Direction.IN, new byte[] {1}, false, false));

    @Test
    void thereIsAnExampleOfEveryType() {
        Set<Class<?>> shown =
                ONE_OF_EACH.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet());

        assertThat(shown).isEqualTo(types(HoneypotEvent.class).collect(Collectors.toSet()));
    }

    @Test
    void everyOutcomeOfALandingIsDocumented() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(LandingEvent.Outcome.values())
                .allSatisfy(outcome -> assertThat(page).contains("`" + outcome.label() + "`:"));
        assertThat(LandingEvent.Reason.values())
                .allSatisfy(reason -> assertThat(page).contains("`" + reason.label() + "`:"));
    }

    @Test
    void everythingThatAFileCanMissIsDocumented() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(CaptureEvent.Missing.values())
                .allSatisfy(missing -> assertThat(page).contains("`" + missing.label() + "`:"));
        assertThat(CaptureEvent.Method.values())
                .allSatisfy(method -> assertThat(page).contains("`" + method.label() + "`:"));
    }

    private static Stream<Class<?>> types(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventDocumentationTests::types)
                : Stream.of(type);
    }

    @Test
    void everyTypeHasItsSectionWithEveryField() throws IOException {
        List<String> sections = Arrays.asList(Files.readString(PAGE).split("\n### "));
        for (HoneypotEvent event : ONE_OF_EACH) {
            assertThat(sections)
                    .filteredOn(section -> section.startsWith("`" + event.eventId() + "`\n"))
                    .as(event.eventId())
                    .singleElement()
                    .satisfies(section -> assertThat(event.fields().keySet())
                            .allSatisfy(field -> assertThat(section).contains("`" + field + "`")));
        }
    }

    @Test
    void everySectionIsAboutAType() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("### "))
                .extracting(line -> line.substring(5, line.length() - 1))
                .containsExactlyInAnyOrderElementsOf(
                        ONE_OF_EACH.stream().map(HoneypotEvent::eventId).collect(Collectors.toSet()));
    }
}
