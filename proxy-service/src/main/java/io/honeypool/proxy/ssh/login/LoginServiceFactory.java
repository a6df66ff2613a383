package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.CredentialPolicy;
import java.util.function.Function;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.session.ServerSession;

/** Makes the {@code ssh-userauth} service of a connection: one, so that asking for it again counts no tries anew. */
public final class LoginServiceFactory implements ServiceFactory {

    private static final AttributeKey<LoginService> SERVICE = new AttributeKey<>();

    private final LoginMethods methods;
    private final Function<Session, io.honeypool.proxy.session.Session> sessions;
    private final Pause pause;

    /**
     * A factory for one sensor.
     *
     * @param sessions our session of an SSH session
     * @param pause how refusals take their time
     */
    public LoginServiceFactory(
            AuthSettings settings,
            CredentialPolicy policy,
            Function<Session, io.honeypool.proxy.session.Session> sessions,
            Pause pause) {
        this.methods = new LoginMethods(settings, policy);
        this.sessions = sessions;
        this.pause = pause;
    }

    @Override
    public String getName() {
        return "ssh-userauth";
    }

    @Override
    public Service create(Session ssh) {
        return ssh.computeAttributeIfAbsent(
                SERVICE,
                key -> new LoginService(
                        new LoginMethod.Attacker((ServerSession) ssh, sessions.apply(ssh)), methods, pause));
    }
}
