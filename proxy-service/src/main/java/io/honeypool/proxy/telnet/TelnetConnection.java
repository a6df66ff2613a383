package io.honeypool.proxy.telnet;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.commands.CommandLines;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.lease.GuestDialer;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.lease.LeaseOutcome;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.relay.TappedSession;
import io.honeypool.proxy.session.RawLog;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.telnet.login.Dialogue;
import io.honeypool.proxy.telnet.login.ObservedLogin;
import io.honeypool.proxy.telnet.login.Prompts;
import io.honeypool.proxy.telnet.login.SpoofedLogin;
import io.honeypool.proxy.telnet.own.OwnPrompt;
import io.honeypool.proxy.telnet.relay.AttackerFacts;
import io.honeypool.proxy.telnet.relay.AttackerInput;
import io.honeypool.proxy.telnet.relay.AttackerOutput;
import io.honeypool.proxy.telnet.relay.TappedTerminal;
import io.honeypool.proxy.telnet.relay.TelnetRelay;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attacker's connection from its admission to its end, on a thread of its own. */
final class TelnetConnection {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Parts parts;
    private final Session session;
    private final Socket attacker;
    private final AttackerInput in;
    private final AttackerOutput out;
    private final AttackerFacts facts;
    private final LoginRecords records;

    /**
     * What all connections share.
     *
     * @param settings of the listener
     * @param prompts read from them
     * @param policy decides logins
     * @param registry of the sessions
     * @param leases of the guests
     * @param dialer connects to them
     * @param passwords of the guests' accounts
     */
    record Parts(
            TelnetSettings settings,
            Prompts prompts,
            CredentialPolicy policy,
            SessionRegistry registry,
            SessionLeases leases,
            GuestDialer dialer,
            GuestPasswords passwords) {}

    /**
     * Takes over a connection.
     *
     * @param first what was read of it already
     * @param raw where it is recorded raw; null for nowhere
     * @param tapped who reads along
     */
    TelnetConnection(
            Parts parts, Session session, Socket attacker, byte[] first, @Nullable RawLog raw, TappedSession tapped)
            throws IOException {
        TappedTerminal terminal = new TappedTerminal(tapped);
        this.parts = parts;
        this.session = session;
        this.attacker = attacker;
        this.in = new AttackerInput(attacker, first, session, raw, terminal);
        this.out = new AttackerOutput(attacker, session, raw, terminal);
        this.facts = new AttackerFacts(session.events());
        this.records = new LoginRecords(session, parts.registry(), parts.policy());
    }

    /** Serves the attacker until one side ends. Blocks. */
    void run() throws IOException, InterruptedException {
        session.attach(attacker);
        attacker.setTcpNoDelay(true);
        attacker.setKeepAlive(true);
        switch (parts.settings().prompt()) {
            case GUEST -> atGuestsPrompt();
            case OWN -> atOwnPrompt();
        }
    }

    /** It takes the guest to show its prompt; who never logs in gives it back as it was. */
    private void atGuestsPrompt() throws IOException, InterruptedException {
        try (Guest guest = guest()) {
            if (guest != null) {
                CommandLines commands = new CommandLines(session.events()::record);
                relay(guest, dialogue(guest.judge(null), commands), commands);
            }
        }
    }

    private void atOwnPrompt() throws IOException, InterruptedException {
        OwnPrompt prompt = new OwnPrompt(
                parts.settings().own(),
                parts.prompts(),
                parts.settings().answerForSilent(),
                new OwnPrompt.Attacker(session.source().toString(), in, out, facts),
                (username, password, possible) -> {
                    if (!possible) {
                        records.record(username, password, false);
                    }
                    return possible && records.decide(username, password);
                });
        Optional<byte[]> password = prompt.run();
        if (password.isEmpty()) {
            sayGoodbye();
            return;
        }
        try (Guest guest = guest()) {
            if (guest != null) {
                enter(guest, prompt, new String(password.get(), StandardCharsets.UTF_8));
            }
        }
    }

    private void enter(Guest guest, OwnPrompt prompt, String password) throws IOException, InterruptedException {
        SessionJudge judge = guest.judge(password);
        SpoofedLogin login = new SpoofedLogin(parts.prompts(), judge, judge.account());
        try {
            out.write(prompt.entrance().enter(guest.socket, login));
        } catch (IOException e) {
            guest.failed(e);
            return;
        }
        in.unread(prompt.rest());
        relay(guest, login, new CommandLines(session.events()::record));
    }

    private void relay(Guest guest, Dialogue dialogue, CommandLines commands) throws IOException, InterruptedException {
        TelnetRelay relay = new TelnetRelay(
                new TelnetRelay.Attacker(attacker, in, out),
                guest.socket,
                dialogue,
                commands,
                facts,
                parts.settings().answerForSilent());
        relay.run("telnet-" + session.id());
    }

    private Dialogue dialogue(SessionJudge judge, CommandLines commands) {
        return parts.settings().spoofAuthentication()
                ? new SpoofedLogin(parts.prompts(), judge, judge.account())
                : new ObservedLogin(parts.prompts(), judge, commands::typedAhead);
    }

    /** What was sent arrives only if the socket is not closed over what it has not read. */
    private void sayGoodbye() throws IOException {
        attacker.shutdownOutput();
        byte[] ignored = new byte[TelnetRelay.CHUNK];
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (System.nanoTime() - end < 0 && in.read(ignored, LAST_WORDS) > 0) {
            // whatever it is, it is too late
        }
    }

    /** The session's guest, connected; null if it has none, which is recorded. */
    private @Nullable Guest guest() {
        return switch (parts.leases().guestFor(session).join()) {
            case LeaseOutcome.Granted(LeaseGrant grant) -> {
                GuestEndpoint endpoint = grant.endpoint(LoginProtocol.TELNET).orElse(null);
                if (endpoint == null) {
                    session.events().record(new HoneypotEvent.LeaseRefused("no-telnet"));
                    yield null;
                }
                yield connect(grant, endpoint);
            }
            case LeaseOutcome.Refused(String reason) -> null;
        };
    }

    private @Nullable Guest connect(LeaseGrant grant, GuestEndpoint endpoint) {
        Socket socket;
        try {
            socket = parts.dialer().dial(grant, endpoint);
        } catch (IOException e) {
            recordFailure(endpoint, e);
            return null;
        }
        // after the lease, and so closed before the lease is given back
        session.attach(socket);
        session.events()
                .record(new HoneypotEvent.GuestConnected(
                        endpoint.host(),
                        endpoint.port(),
                        socket.getLocalAddress().getHostAddress(),
                        socket.getLocalPort()));
        return new Guest(grant, endpoint, socket);
    }

    private void recordFailure(GuestEndpoint endpoint, IOException failure) {
        session.events()
                .record(new HoneypotEvent.GuestConnectFailed(
                        endpoint.host(), endpoint.port(), AttackerText.escape(failure.toString())));
    }

    /** A guest and the connection to it. */
    private final class Guest implements AutoCloseable {

        private final LeaseGrant grant;
        private final GuestEndpoint endpoint;
        private final Socket socket;

        private Guest(LeaseGrant grant, GuestEndpoint endpoint, Socket socket) {
            this.grant = grant;
            this.endpoint = endpoint;
            this.socket = socket;
        }

        private void failed(IOException failure) {
            recordFailure(endpoint, failure);
        }

        private SessionJudge judge(@Nullable String accepted) {
            return new SessionJudge(records, parts.passwords(), grant, endpoint, accepted);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
