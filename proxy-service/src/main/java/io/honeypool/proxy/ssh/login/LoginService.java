package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.ssh.login.LoginMethod.Attacker;
import io.honeypool.proxy.ssh.login.LoginMethod.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * The service {@code ssh-userauth} of one connection, answering as OpenSSH's server does (auth2.c). It waits for
 * nothing on an I/O thread: while a refusal is delayed the socket is not read, what was read already is kept in order,
 * and a virtual thread goes on.
 */
final class LoginService extends AbstractCloseable implements Service {

    private static final String CONNECTION = "ssh-connection";

    /** OpenSSH formats its last words into this much. */
    private static final int LONGEST_LAST_WORDS = 1023;

    private final Attacker attacker;
    private final LoginMethods methods;
    private final Pause pause;
    private final LoginCount count;
    private final Queue<Held> held = new ArrayDeque<>();
    private @Nullable LoginRequest first;
    private @Nullable LoginRequest asked;
    private boolean delaying;
    private boolean over;

    LoginService(Attacker attacker, LoginMethods methods, Pause pause) {
        this.attacker = attacker;
        this.methods = methods;
        this.pause = pause;
        this.count = new LoginCount(methods.maximumTries());
    }

    @Override
    public Session getSession() {
        return attacker.ssh();
    }

    @Override
    public Map<String, Object> getProperties() {
        return new HashMap<>();
    }

    @Override
    public void start() {
        // waits for the first request
    }

    @Override
    public synchronized void process(int number, Buffer message) throws Exception {
        if (over) {
            return;
        }
        if (delaying) {
            // no more than was read from the socket before it was suspended
            byte[] copy = Arrays.copyOfRange(message.array(), message.rpos() - 1, message.wpos());
            held.add(new Held(new ByteArrayBuffer(copy), sequenceNumber()));
        } else {
            handle(number, message, sequenceNumber());
        }
    }

    private void handle(int number, Buffer message, long sequenceNumber) throws Exception {
        if (ssh().isAuthenticated()) {
            // read before the login was over, handled after it
            ssh().getService(Service.class).process(number, message);
        } else if (number == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
            request(message);
        } else if (number == SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE && asked != null) {
            LoginRequest request = asked;
            asked = null;
            settle(request, methods.of(request.method()).proceed(attacker, request, message));
        } else if (ssh() instanceof UnexpectedMessages answering) {
            message.rpos(message.rpos() - 1);
            answering.unexpected(message, sequenceNumber);
        } else {
            throw new MalformedLoginException("the unexpected number " + number);
        }
    }

    private void request(Buffer message) throws Exception {
        LoginRequest request = LoginRequest.read(message);
        asked = null;
        if (!count.request()) {
            tooMany();
            return;
        }
        LoginRequest before = first;
        if (before == null) {
            first = request;
            sendBanner();
        } else if (!before.account().equals(request.account())
                || !before.service().equals(request.service())) {
            methods.unproved().refuse(attacker, request);
            disconnect("Change of username or service not allowed: (" + before.account() + "," + before.service()
                    + ") -> (" + request.account() + "," + request.service() + ")");
            return;
        }
        settle(request, methods.of(request.method()).begin(attacker, request, message));
    }

    private void settle(LoginRequest request, Outcome outcome) throws Exception {
        switch (outcome) {
            case Outcome.Accepted(TypedLogin login) -> {
                login.keepIn(ssh());
                ssh().signalAuthenticationSuccess(login.account(), CONNECTION, new ByteArrayBuffer());
            }
            case Outcome.Asked(Buffer question) -> {
                if (methods.of(request.method()).isAnswered()) {
                    asked = request;
                }
                ssh().writePacket(question);
            }
            case Outcome.Refused(Duration delay) when delay.isZero() -> refuse(request);
            case Outcome.Refused(Duration delay) -> {
                delaying = true;
                ssh().getIoSession().suspendRead();
                pause.then(delay, () -> delayed(request));
            }
        }
    }

    private void delayed(LoginRequest request) {
        try {
            goOn(request);
        } catch (Exception e) {
            ssh().exceptionCaught(e);
        }
    }

    private synchronized void goOn(LoginRequest request) throws Exception {
        delaying = false;
        if (!ssh().isOpen()) {
            return;
        }
        refuse(request);
        while (!delaying && !over && !held.isEmpty() && ssh().isOpen()) {
            Held next = held.remove();
            handle(next.message.getUByte(), next.message, next.sequenceNumber);
        }
        if (!delaying) {
            ssh().getIoSession().resumeRead();
        }
    }

    private void refuse(LoginRequest request) throws IOException {
        if (!request.method().equals(LoginRequest.NONE)) {
            attacker.session().countRefusedLogin();
        }
        if (!count.refused(request.method())) {
            tooMany();
            return;
        }
        Buffer message = ssh().createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        message.putString(methods.offered());
        message.putBoolean(false);
        ssh().writePacket(message);
    }

    private void tooMany() throws IOException {
        disconnect("Too many authentication failures");
    }

    /** Says why and closes; MINA's own way of it has texts of its own. */
    private void disconnect(String text) throws IOException {
        over = true;
        Buffer message = ssh().createBuffer(SshConstants.SSH_MSG_DISCONNECT);
        message.putUInt(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
        message.putString(text.substring(0, Math.min(text.length(), LONGEST_LAST_WORDS)));
        message.putString("");
        ssh().writePacket(message).addListener(written -> ssh().close(true));
    }

    private void sendBanner() throws IOException {
        if (CoreModuleProperties.WELCOME_BANNER.getOrNull(ssh()) instanceof String banner && !banner.isEmpty()) {
            Buffer message = ssh().createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
            message.putString(banner);
            message.putString("");
            ssh().writePacket(message);
        }
    }

    private ServerSession ssh() {
        return attacker.ssh();
    }

    private long sequenceNumber() {
        return ssh() instanceof UnexpectedMessages answering ? answering.sequenceNumber() : 0;
    }

    /** A message that waits, from its type on. */
    private record Held(Buffer message, long sequenceNumber) {}
}
