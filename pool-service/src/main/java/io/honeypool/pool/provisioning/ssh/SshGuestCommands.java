package io.honeypool.pool.provisioning.ssh;

import io.honeypool.common.lease.GuestCredentials;
import io.honeypool.pool.provisioning.GuestCommands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.jspecify.annotations.Nullable;

/** One SSH client for all guests, started when it is first needed. Thread-safe. */
final class SshGuestCommands implements GuestCommands, AutoCloseable {

    private static final Duration LOGIN_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_OUTPUT = 2_000;

    private @Nullable SshClient client;

    @Override
    public void run(InetSocketAddress guest, GuestCredentials account, String script) throws IOException {
        try (ClientSession session = client().connect(account.username(), guest)
                .verify(LOGIN_PATIENCE)
                .getSession()) {
            session.addPasswordIdentity(account.password());
            session.auth().verify(LOGIN_PATIENCE);
            run(session, script);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.stop();
        }
    }

    private static void run(ClientSession session, String script) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel("sh -s")) {
            channel.setIn(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(LOGIN_PATIENCE);
            boolean ended = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE)
                    .contains(ClientChannelEvent.CLOSED);
            if (!ended) {
                throw new IOException(
                        "a script in the guest did not end within " + PATIENCE.toSeconds() + " s" + said(output));
            }
            Integer status = channel.getExitStatus();
            if (status == null || status != 0) {
                throw new IOException("a script in the guest ended with status " + status + said(output));
            }
        }
    }

    private static String said(ByteArrayOutputStream output) {
        String text = output.toString(StandardCharsets.UTF_8).strip();
        String end = text.substring(Math.max(0, text.length() - MOST_OUTPUT)).replaceAll("[^ -~]+", " ");
        return end.isEmpty() ? "" : ": " + end;
    }

    /** The keys of a guest are as young as the guest, and nobody but the host can reach it or be reached by it. */
    private synchronized SshClient client() {
        SshClient known = client;
        if (known == null) {
            known = SshClient.setUpDefaultClient();
            known.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            known.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            known.setUserAuthFactoriesNames(List.of("password"));
            known.setNioWorkers(1);
            known.start();
            client = known;
        }
        return known;
    }
}
