package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.TestKeys;
import io.honeypool.proxy.fixture.TestPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining a pool, over TLS. */
class SensorJoinIT {

    private static final String ONCE = "J".repeat(43);

    @TempDir
    private Path directory;

    @Test
    void aSensorStoresWhatItIsGiven() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        Path file = directory.resolve("sensor/pool.json");
        try (TestPool pool = TestPool.start(keys, 1)) {
            Ended ended = join(string(pool, fingerprint(keys), ONCE) + "\n", file);

            assertThat(ended.status()).as(ended.said()).isZero();
            assertThat(ended.said()).contains("edge-1").doesNotContain(TestPool.TOKEN);
            PoolCredentials stored = PoolCredentials.read(file);
            assertThat(stored.name()).isEqualTo("edge-1");
            assertThat(stored.url()).hasToString("https://127.0.0.1:" + pool.port());
            assertThat(stored.token()).isEqualTo(TestPool.TOKEN);
            assertThat(stored.toString()).doesNotContain(TestPool.TOKEN);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anotherHostThanTheStringIsFromIsToldNothing() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        TestKeys other = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestPool pool = TestPool.start(other, 1)) {
            refused(pool, fingerprint(keys), ONCE, "is not the pool that the string is from");
            assertThat(pool.calls()).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherHostIsToldNothing() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "dns:pool.example");
        try (TestPool pool = TestPool.start(keys, 1)) {
            refused(pool, fingerprint(keys), ONCE, "The sensor has not joined");
            assertThat(pool.calls()).isEmpty();
        }
    }

    @Test
    void aStringThatWasUsedIsExplained() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        try (TestPool pool = TestPool.start(keys, 1)) {
            refused(pool, fingerprint(keys), "K".repeat(43), "honeypool sensor enroll edge-1");
        }
    }

    @Test
    void aPoolThatIsAwayIsExplained() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        TestPool pool = TestPool.start(keys, 1);
        pool.close();

        refused(pool, fingerprint(keys), ONCE, "cannot be reached from here");
    }

    @Test
    void whereNothingCanBeStoredNothingIsAsked() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        Path inTheWay = Files.writeString(directory.resolve("file"), "");
        try (TestPool pool = TestPool.start(keys, 1)) {
            Ended ended = join(string(pool, fingerprint(keys), ONCE), inTheWay.resolve("pool.json"));

            assertThat(ended.status()).isEqualTo(1);
            assertThat(pool.calls()).isEmpty();
        }
    }

    @Test
    void whatIsNoJoinStringIsExplained() throws InterruptedException {
        assertThat(join("honeypool-join:x", directory.resolve("pool.json")).said())
                .contains("honeypool-join:NAME@HOST:PORT/FINGERPRINT/TOKEN");
    }

    private record Ended(int status, String said) {}

    private void refused(TestPool pool, String fingerprint, String token, String why) throws InterruptedException {
        Path file = directory.resolve("pool.json");
        Ended ended = join(string(pool, fingerprint, token), file);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains(why).doesNotContain(token);
        assertThat(file).doesNotExist();
    }

    private static Ended join(String input, Path file) throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status = SensorJoin.run(input, file, stream, stream);
        return new Ended(status, said.toString(StandardCharsets.UTF_8));
    }

    private static String string(TestPool pool, String fingerprint, String token) {
        return "honeypool-join:edge-1@127.0.0.1:" + pool.port() + "/" + fingerprint + "/" + token;
    }

    private static String fingerprint(TestKeys keys) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(keys.certificate().getEncoded()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
