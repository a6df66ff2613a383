package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateTexts;
import io.honeypool.pool.testing.Databases;
import io.honeypool.pool.testing.FakeHypervisor;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.TestImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;

/** A start that an operator has to put right: what it prints, and how the process ends. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureIT {

    private static final String NO_LIBVIRT = "qemu+unix:///system?socket=/nowhere/libvirt-sock";

    @TempDir
    private Path state;

    private Map<String, Object> settings;
    private CapturedOutput output;

    @BeforeEach
    void prepare(CapturedOutput captured) throws IOException, InterruptedException {
        TestImage.in(state);
        output = captured;
        settings = RunningPool.settings(state, "honeypool.pool.hypervisor.uri", NO_LIBVIRT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "honeypool.pool.guests.redy | 3 | honeypool.pool.guests.redy",
                "honeypool.pool.guests.ready | many | NumberFormatException: For input string: \"many\"",
                "honeypool.pool.guests.ready | 0 | must be greater than or equal to 1",
                "honeypool.pool.guests.ready | 7 | must not be greater than honeypool.pool.guests.maximum",
                "honeypool.pool.guests.image | none | There is no guest image in",
                "honeypool.pool.network.cidr | 10.77.0.0/29 | has room for 5 guests, not for 6",
                "honeypool.pool.network.cidr | fd00::/64 | is not an IPv4 network",
                "honeypool.pool.network.reply-ports | 9-1 | is not a range of ports",
                "honeypool.pool.disk.kept-quota | lots | lots",
                "honeypool.pool.disk.minimum-free | -1MB | must not be negative",
                "honeypool.pool.guests.keep-overlays | sometimes | KeepOverlays",
                "honeypool.pool.guests.egress | internet | Egress",
                "honeypool.pool.profiles.web.egress | limited | has egress limited, and honeypool.pool.network.forward",
                "honeypool.pool.profiles.web.limited.blocked-ranges | 10.0.0.1/8 | that is 10.0.0.0/8",
                "honeypool.pool.guests.limited.blocked-ports | smtp | is not a port such as 25/tcp",
                "honeypool.pool.network.dns-answer | ::1 | must be an IPv4 address",
                "honeypool.pool.name | A_b | must be 1 to 20 of a-z",
                "honeypool.pool.default-profile | nope | there is no profile nope",
                "honeypool.pool.profiles.web.redy | 1 | honeypool.pool.profiles.web.redy",
                "honeypool.pool.profiles.web.ready | 9 | must not be greater than honeypool.pool.guests.maximum",
                "honeypool.pool.profiles.web.image | none | There is no guest image in",
                "honeypool.pool.guests.limits.disk-size | 1B | disk-size must be a multiple of 1MB",
                "honeypool.pool.profiles.web.limits.disk-operations | -1 | must be greater than or equal to 0",
                "honeypool.pool.hypervisor.acceleration | fast | AccelerationMode"
            })
    void aWrongSettingIsExplained(String key, String value, String message) {
        settings.put(key, value);

        assertThat(failure()).contains(message).contains(key.substring(key.lastIndexOf('.') + 1));
    }

    @Test
    void anUnreachableLibvirtIsExplainedAndEndsTheProcess() throws IOException, InterruptedException {
        assertThat(run(Map.of()))
                .contains("libvirt cannot be reached at " + NO_LIBVIRT)
                .contains("honeypool.pool.hypervisor.uri");
    }

    @Test
    void anUnreachableDatabaseIsExplainedWithoutItsPassword() {
        settings.put("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/honeypool?password=s3cret");
        settings.put("spring.datasource.hikari.connection-timeout", "500");

        assertThat(failure())
                .contains("The database cannot be reached at jdbc:postgresql://127.0.0.1:1/honeypool")
                .doesNotContain("s3cret");
    }

    @Test
    void aForeignSchemaIsExplained() throws SQLException {
        String url = Databases.fresh();
        try (var connection = DriverManager.getConnection(url, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE other (id int)");
        }
        settings.put("spring.datasource.url", url);

        assertThat(failure()).contains("cannot be brought up to this version of the pool");
    }

    @Test
    void aPortInUseIsExplained() throws IOException, SQLException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeHypervisor hypervisor = new FakeHypervisor()) {
            settings.put("management.server.port", Integer.toString(taken.getLocalPort()));

            assertThat(failure(RunningPool.withHypervisor(hypervisor)))
                    .contains("Web server failed to start. Port " + taken.getLocalPort());
            assertThat(ownerState())
                    .as("a start that failed does not look alive")
                    .isEqualTo("STOPPED");
        }
    }

    @Test
    void onePortForTwoPurposesIsExplained() {
        settings.put("server.port", "18420");
        settings.put("management.server.port", "18420");

        assertThat(failure()).contains("server.port and management.server.port are both 18420");
    }

    @Test
    void aBrokenDescriptorIsExplained() throws IOException {
        Path descriptor = state.resolve("images/debian-12/image.json");
        Files.writeString(descriptor, Files.readString(descriptor).replaceFirst("\\{", "{\"surprise\":1,"));

        assertThat(failure()).contains("image.json cannot be used").contains("surprise");
    }

    @Test
    void anIncompleteImageIsExplained() throws IOException {
        Files.delete(state.resolve("images/debian-12/disk.qcow2"));

        assertThat(failure()).contains("is not complete: disk.qcow2 is missing");
    }

    @Test
    void aDiskSmallerThanItsImageIsExplained() throws IOException {
        Path disk = state.resolve("images/debian-12/disk.qcow2");
        byte[] header = Files.readAllBytes(disk);
        header[28] = 1; // the size grows by 16 MiB
        Files.write(disk, header);
        settings.put("honeypool.pool.guests.limits.disk-size", "8MB");

        assertThat(failure())
                .contains("limits.disk-size of the profile default is 8MB")
                .contains("Set it to at least 17MB");
    }

    @Test
    void aTemplateThatIsNotUnderstoodIsExplainedWithItsLine() throws IOException {
        Path template = template("domain.xml", TemplateKind.DOMAIN, "<vcpu>${vcpus}</vcpu>", "<vcpu>${cpus}</vcpu>");

        assertThat(failure())
                .contains(
                        "The template " + template + " cannot be used: line 6: there is no placeholder ${cpus}; there")
                .contains("remove it to have the built-in one");
    }

    @Test
    void aTemplateWithADocumentTypeIsExplained() throws IOException {
        template("network.xml", TemplateKind.NETWORK, "<network ", "<!DOCTYPE network>\n<network ");

        assertThat(failure()).contains("network.xml cannot be used: line 2: a document type is not allowed");
    }

    @Test
    void aTemplateThatDropsTheNetworkFilterIsExplained() throws IOException {
        template("default/domain.xml", TemplateKind.DOMAIN, "<filterref filter=\"${filter}\"/>", "");

        assertThat(failure())
                .contains("default/domain.xml drops what guests need: there must be <filterref filter=\"${filter}\"/>");
    }

    @Test
    void aFilterThatDropsTheLastRuleIsExplained() throws IOException {
        template("filter.xml", TemplateKind.FILTER, "<mac/>", "<mac srcmacaddr=\"${mac}\"/>");

        assertThat(failure()).contains("filter.xml drops what guests need").contains("an empty <mac/>");
    }

    @Test
    void aFileThatIsNoTemplateIsExplained() throws IOException {
        template("domian.xml", TemplateKind.DOMAIN, "hvm", "hvm");

        assertThat(failure()).contains("domian.xml is not one that can stand there");
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsExplained() throws IOException {
        Files.writeString(state.resolve("pool"), "a file where a directory should be");

        assertThat(failure()).contains("The state directory is not writable").contains("state-directory");
    }

    @Test
    void anUnknownEnvironmentVariableIsExplained() throws IOException, InterruptedException {
        assertThat(run(Map.of("HONEYPOOL_POOL_GUESTS_REDY", "1")))
                .contains("HONEYPOOL_POOL_GUESTS_REDY is no setting of the pool")
                .contains("did you mean HONEYPOOL_POOL_GUESTS_READY?");
    }

    /** An operator's template: a built-in one with a change. */
    private Path template(String name, TemplateKind kind, String part, String other) throws IOException {
        String text = TemplateTexts.builtIn(kind);
        assertThat(text).contains(part);
        Path file = state.resolve("etc/templates").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace(part, other));
    }

    private String ownerState() throws SQLException {
        String url = String.valueOf(settings.get("spring.datasource.url"));
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT state FROM pool_owner")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** Runs the application in this process, and returns what the failed start printed. */
    private String failure() {
        return failure(context -> {});
    }

    private String failure(ApplicationContextInitializer<?> initializer) {
        int before = output.getAll().length();
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(PoolApplication.class)
                        .initializers(initializer)
                        .run(arguments()));
        String text = output.getAll().substring(before);
        assertThat(text).contains("APPLICATION FAILED TO START", "Description:", "Action:");
        return text;
    }

    private String[] arguments() {
        return settings.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }

    /** Runs main in a process of its own; it must end by itself, with exit code 1 and an explanation. */
    private String run(Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.honeypool.pool.PoolApplication"));
        command.addAll(List.of(arguments()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path printed = Files.createTempFile("pool-start", ".out");
        Process process = builder.redirectOutput(printed.toFile()).start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("the process ended")
                    .isTrue();
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(text).isEqualTo(1);
            assertThat(text).contains("APPLICATION FAILED TO START", "Description:", "Action:");
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(printed);
        }
    }
}
