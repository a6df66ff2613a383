package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest reaches nothing: not the host, not another guest, not the outside. Tried from inside, as root. */
@ExtendWith(DeploymentExtension.class)
class IsolationIT {

    private static final String OTHER_SOURCE = "127.0.0.2";

    private final Ssh ssh;
    private final PoolApi operator;

    IsolationIT(Deployment deployment) {
        this.ssh = deployment.ssh();
        this.operator = deployment.api("operator");
    }

    @Test
    void theProbeItselfTellsOpenFromClosed() {
        assertThat(probe("127.0.0.1", 22)).isEqualTo("open");
        assertThat(probe("127.0.0.1", 1)).isEqualTo("closed");
    }

    @Test
    void noAddressOfTheHostAnswers() throws IOException {
        try (ServerSocket listener = new ServerSocket(0)) {
            List<String> addresses = hostAddresses();
            assertThat(addresses).isNotEmpty();
            for (String address : addresses) {
                assertThat(probe(address, listener.getLocalPort())).as(address).isEqualTo("closed");
            }
        }
    }

    @Test
    void theGatewayOffersNothing() {
        String gateway =
                ssh.run("ip -4 route show default | cut -d' ' -f3").orFail().strip();
        assertThat(gateway).matches("\\d+(\\.\\d+){3}");
        for (int port : new int[] {22, 23, 53, 80, 5432, 8420, 8421, 16509}) {
            assertThat(probe(gateway, port)).as(gateway + ":" + port).isEqualTo("closed");
        }
        assertThat(ssh.run("ping -c 1 -W 2 " + gateway).status()).isNotZero();
    }

    @Test
    void anotherGuestDoesNotAnswer() {
        ssh.from(OTHER_SOURCE).run("true").orFail();
        String other = operator.activeLeases().stream()
                .filter(lease -> lease.get("sourceAddress").stringValue().equals(OTHER_SOURCE))
                .findFirst()
                .orElseThrow()
                .get("guest")
                .get("address")
                .stringValue();

        assertThat(probe(other, 22)).isEqualTo("closed");
        assertThat(ssh.run("ping -c 1 -W 2 " + other).status()).isNotZero();
    }

    @Test
    void theOutsideDoesNotAnswer() {
        for (String address : List.of("192.0.2.1", "198.51.100.1", "203.0.113.1")) {
            assertThat(probe(address, 80)).as(address).isEqualTo("closed");
        }
        assertThat(ssh.run("ip -6 route show default").orFail()).isEmpty();
    }

    @Test
    void aForgedAddressGetsNoAnswer() {
        String gateway =
                ssh.run("ip -4 route show default | cut -d' ' -f3").orFail().strip();
        String forged = gateway.substring(0, gateway.lastIndexOf('.')) + ".250";
        String device =
                ssh.run("ip -4 route show default | cut -d' ' -f5").orFail().strip();

        ssh.run("ip addr add " + forged + "/24 dev " + device).orFail();
        try {
            assertThat(ssh.run("ping -c 1 -W 2 -I " + forged + " " + gateway).status())
                    .isNotZero();
        } finally {
            ssh.run("ip addr del " + forged + "/24 dev " + device).orFail();
        }
    }

    private String probe(String address, int port) {
        return ssh.run("if timeout 3 bash -c 'exec 3<>/dev/tcp/" + address + "/" + port
                        + "' 2>/dev/null; then echo open; else echo closed; fi")
                .orFail()
                .strip();
    }

    /** Every IPv4 address this host answers to, the ones towards the guests among them. */
    private static List<String> hostAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .flatMap(Stream::of)
                .toList();
    }
}
