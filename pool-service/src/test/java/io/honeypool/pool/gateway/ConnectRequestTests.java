package io.honeypool.pool.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.common.lease.GatewayTarget;
import io.honeypool.common.lease.LoginProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRequestTests {

    private static final UUID LEASE = UUID.fromString("531f14fb-0f0e-4a2b-9c3d-0123456789ab");
    private static final String TARGET = LEASE + ".guest:22";
    private static final String LINE = "CONNECT " + TARGET + " HTTP/1.1\r\n";
    private static final String HOST = "Host: " + TARGET + "\r\n";
    private static final String TOKEN = "Proxy-Authorization: Bearer abc-DEF_1.2~3+4/5==\r\n";

    @Test
    void aRequestIsRead() throws RefusedException {
        ConnectRequest request = parse(LINE + HOST + "User-Agent: x y\r\n" + TOKEN + "\r\n");

        assertThat(request.target()).isEqualTo(new GatewayTarget(LEASE, LoginProtocol.SSH));
        assertThat(request.token()).isEqualTo("abc-DEF_1.2~3+4/5==");
        assertThat(request.toString()).doesNotContain("abc-DEF");
    }

    @Test
    void namesOfFieldsAndSchemesHaveNoCase() throws RefusedException {
        ConnectRequest request = parse(LINE + "HOST:" + TARGET.toUpperCase(java.util.Locale.ROOT)
                + "\r\nproxy-authorization:\tbEaReR  t \r\n\r\n");

        assertThat(request.token()).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "CONNECT\r\n",
                "CONNECT  %s HTTP/1.1\r\n",
                "CONNECT %s  HTTP/1.1\r\n",
                " CONNECT %s HTTP/1.1\r\n",
                "CONNECT %s HTTP/1.1 \r\n",
                "CONNECT %s\r\n",
                "CONNECT %s http/1.1\r\n",
                "CONNECT %s HTTP/11\r\n",
                "CONNECT\t%s\tHTTP/1.1\r\n",
                "CONNECT %s HTTP/1.1\r\nX\r\n",
                "CONNECT %s HTTP/1.1\r\n: x\r\n",
                "CONNECT %s HTTP/1.1\r\nX : x\r\n",
                "CONNECT %s HTTP/1.1\r\nX: a\r\n b\r\n",
                "CONNECT %s HTTP/1.1\r\nX: \u00e9\r\n",
                "CONNECT %s HTTP/1.1\r\nX: a\u0000b\r\n",
                "CONNECT %s HTTP/1.1\r\nX: a\nY: b\r\n",
                "CONNECT %s HTTP/1.1\r\nContent-Length: 0\r\n",
                "CONNECT %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
                "CONNECT %s HTTP/1.1\r\nHost: %s\r\n"
            })
    void whatIsNotQuiteHttpIsMalformed(String start) {
        String text = start.replace("%s", TARGET);
        assertRefused(text + HOST + TOKEN + "\r\n", Refusal.MALFORMED);
    }

    @Test
    void theHostFieldMustSayTheSame() {
        assertRefused(LINE + TOKEN + "\r\n", Refusal.MALFORMED);
        assertRefused(LINE + "Host: other\r\n" + TOKEN + "\r\n", Refusal.MALFORMED);
    }

    @Test
    void twoTokensAreMalformed() {
        assertRefused(LINE + HOST + TOKEN + TOKEN + "\r\n", Refusal.MALFORMED);
    }

    @Test
    void aHeadWithoutEndIsMalformed() {
        assertRefused(LINE + HOST + TOKEN, Refusal.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     HTTP/1.1, METHOD",
        "connect, HTTP/1.1, METHOD",
        "CONNECT, HTTP/1.0, VERSION",
        "CONNECT, HTTP/2.0, VERSION",
        "PRI,     HTTP/2.0, VERSION"
    })
    void onlyConnectOfHttp11IsServed(String method, String version, Refusal refusal) {
        assertRefused(method + " " + TARGET + " " + version + "\r\n" + HOST + TOKEN + "\r\n", refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.7:22", "localhost:22", "[::1]:22", "*", "/", "http://x/", "531f14fb.guest:22"})
    void onlyGuestsAreDestinations(String authority) {
        assertRefused(
                "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + TOKEN + "\r\n",
                Refusal.DESTINATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Authorization: Bearer t",
                "Proxy-Authorization: Basic dDp0",
                "Proxy-Authorization: Bearer",
                "Proxy-Authorization: Bearer ",
                "Proxy-Authorization: Bearer a b",
                "Proxy-Authorization: Bearer a,b",
                "Proxy-Authorization: Bearer =",
                "Proxy-Authorization: Bearera"
            })
    void withoutABearerTokenThereIsNone(String field) {
        assertRefused(LINE + HOST + field + "\r\n\r\n", Refusal.NO_TOKEN);
    }

    @Test
    void manyFieldsAreTooLong() {
        assertRefused(LINE + HOST + TOKEN + "X: y\r\n".repeat(40) + "\r\n", Refusal.TOO_LONG);
    }

    @Test
    void whateverBytesComeTheAnswerIsARequestOrARefusal() {
        Random random = new Random(20);
        byte[] good = (LINE + HOST + TOKEN + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ConnectRequest.parse(bytes).token()).matches("[!-~]+");
            } catch (RefusedException refused) {
                assertThat(refused.refusal().response())
                        .matches("(?s)HTTP/1[.]1 [45][0-9]{2} .*")
                        .doesNotContain("null");
            }
        }
    }

    private static ConnectRequest parse(String head) throws RefusedException {
        return ConnectRequest.parse(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(String head, Refusal refusal) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> parse(head))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
