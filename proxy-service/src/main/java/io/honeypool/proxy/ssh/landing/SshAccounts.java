package io.honeypool.proxy.ssh.landing;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.lease.GuestPasswords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.auth.password.PasswordAuthenticationReporter;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/**
 * Sees to accounts over a connection of its own, as the guest's own account, which is closed when the guest has
 * answered. The guest gets a script that is always the same; name and password are lines that the script reads. The
 * guest may be in an attacker's hands: how long it takes and what it prints are bounded.
 */
final class SshAccounts implements Accounts {

    /** In all. Guests on an emulated processor take seconds for what takes others a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PATIENCE_TO_CLOSE = Duration.ofSeconds(2);
    private static final int MOST_OUTPUT = 8 * 1024;
    private static final int MOST_SHOWN = 200;

    /** Short, for whoever looks at the guest's processes; {@code read} takes no byte more than its line. */
    private static final String COMMAND = "IFS= read -r name && IFS= read -r password && eval \"$(cat)\"";

    /**
     * Each program gets nothing but what stands here: useradd and chpasswd are of the package shadow, as in every
     * common distribution but those with BusyBox. SHA-512, because yescrypt costs an emulated processor half a second
     * at every login. The dates are those of the guest's other accounts and files: the account has always been there.
     */
    private static final String SCRIPT = """
            exec </dev/null 2>&1
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
            export PATH LC_ALL
            answer() { echo "$1"; exit 0; }
            give_password() { printf '%s:%s\\n' "$name" "$password" | chpasswd "$@"; }
            [ "$(id -u)" = 0 ] || answer not-root
            shadow=$(getent shadow "$name" || getent shadow root)
            entry=$(getent passwd "$name")
            if [ -n "$entry" ]; then
              shell=${entry##*:}
              case $shell in */nologin | */false) answer system-account ;; esac
              [ -x "$shell" ] && grep -qxF -e "$shell" /etc/shells || answer system-account
              outcome=password-set
            else
              shell=/bin/sh
              [ -x /bin/bash ] && shell=/bin/bash
              set -- -m -s "$shell"
              getent group "$name" >/dev/null && set -- "$@" -g "$name"
              for group in sudo wheel; do
                getent group "$group" >/dev/null && set -- "$@" -G "$group" && break
              done
              useradd "$@" "$name" || getent passwd "$name" >/dev/null || exit 1
              entry=$(getent passwd "$name")
              home=${entry%:*}
              touch -r /etc/skel "${home##*:}"
              outcome=made
            fi
            give_password -c SHA512 || give_password || exit 1
            changed=${shadow#*:*:}
            changed=${changed%%:*}
            [ "${changed:-0}" = 0 ] || chage -d "$changed" "$name"
            answer "$outcome"
            """;

    private final GuestApproach approach;
    private final GuestPasswords passwords;

    SshAccounts(GuestApproach approach, GuestPasswords passwords) {
        this.approach = approach;
        this.passwords = passwords;
    }

    @Override
    public Answer ready(LeaseGrant grant, Landing.AsTyped wanted) throws IOException {
        GuestEndpoint endpoint =
                grant.endpoint(LoginProtocol.SSH).orElseThrow(() -> new IOException("the guest offers no SSH"));
        Deadline deadline = new Deadline(System.nanoTime() + PATIENCE.toNanos());
        String account = grant.credentials().username();
        ClientSession own = approach.connect(account, grant, endpoint)
                .verify(deadline.left())
                .getSession();
        try {
            passwords.toTry(grant, null).forEach(own::addPasswordIdentity);
            own.setPasswordAuthenticationReporter(new PasswordAuthenticationReporter() {
                @Override
                public void signalAuthenticationSuccess(ClientSession ssh, String service, String password) {
                    passwords.worked(grant, account, password);
                }
            });
            own.auth().verify(deadline.left());
            return ask(own, wanted, deadline);
        } finally {
            own.close(true).await(PATIENCE_TO_CLOSE);
        }
    }

    private static Answer ask(ClientSession own, Landing.AsTyped wanted, Deadline deadline) throws IOException {
        BoundedOutput output = new BoundedOutput(MOST_OUTPUT);
        ChannelExec channel = own.createExecChannel(COMMAND);
        channel.setOut(output);
        channel.setErr(output);
        channel.open().verify(deadline.left());
        try (OutputStream input = channel.getInvertedIn()) {
            input.write((wanted.account() + "\n" + wanted.password() + "\n" + SCRIPT).getBytes(StandardCharsets.UTF_8));
        }
        boolean ended = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), deadline.left())
                .contains(ClientChannelEvent.CLOSED);
        return Answer.in(output.text())
                .orElseThrow(() -> new IOException(
                        (ended ? "no account was made" : "no account was made in time") + said(output.text())));
    }

    private static String said(String output) {
        String end = output.substring(Math.max(0, output.length() - MOST_SHOWN));
        return end.isBlank() ? "" : ", the guest said: " + end.strip();
    }

    /** When everything has to be over. */
    private record Deadline(long nanos) {

        /** What is left, never nothing: MINA takes that for ever. */
        private Duration left() {
            return Duration.ofNanos(Math.max(Duration.ofMillis(1).toNanos(), nanos - System.nanoTime()));
        }
    }
}
