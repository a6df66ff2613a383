package io.honeypool.proxy.ssh;

import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.LoginDecision;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.auth.UserAuthMethodFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.session.ServerSession;

/** The {@code password} method (RFC 4252, section 8): every try is an event and is decided by the rules. */
final class PasswordLogin extends AbstractUserAuth {

    /** OpenSSH refuses longer ones without asking anybody (auth-passwd.c). */
    private static final int LONGEST_PASSWORD = 1024;

    private final CredentialPolicy policy;
    private final Function<ServerSession, Session> sessions;

    private PasswordLogin(CredentialPolicy policy, Function<ServerSession, Session> sessions) {
        super(UserAuthMethodFactory.PASSWORD);
        this.policy = policy;
        this.sessions = sessions;
    }

    @Override
    protected Boolean doAuth(Buffer buffer, boolean init) {
        boolean change = buffer.getBoolean();
        byte[] password = buffer.getBytes();
        String username = getUsername();
        LoginDecision decision = change || password.length > LONGEST_PASSWORD
                ? new LoginDecision.Refused()
                : policy.decide(username, new String(password, StandardCharsets.UTF_8));
        String shownName = AttackerText.escape(username);
        String shownPassword = AttackerText.escape(password);
        Session session = sessions.apply(getServerSession());
        return switch (decision) {
            case LoginDecision.Accepted() -> {
                session.events().record(new HoneypotEvent.LoginSucceeded(shownName, shownPassword));
                yield Boolean.TRUE;
            }
            case LoginDecision.Refused() -> {
                session.events().record(new HoneypotEvent.LoginFailed(shownName, shownPassword));
                yield Boolean.FALSE;
            }
        };
    }

    /** Makes one {@link PasswordLogin} per try, as MINA wants it. */
    record Factory(CredentialPolicy policy, Function<ServerSession, Session> sessions)
            implements UserAuthFactory, NamedFactory<UserAuth> {

        @Override
        public String getName() {
            return UserAuthMethodFactory.PASSWORD;
        }

        @Override
        public UserAuth create() {
            return new PasswordLogin(policy, sessions);
        }

        @Override
        public UserAuth createUserAuth(ServerSession session) throws IOException {
            return create();
        }
    }
}
