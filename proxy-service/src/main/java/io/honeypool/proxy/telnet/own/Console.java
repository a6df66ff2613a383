package io.honeypool.proxy.telnet.own;

import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import io.honeypool.proxy.telnet.codec.TelnetDecoder;
import io.honeypool.proxy.telnet.codec.TelnetReceiver;
import io.honeypool.proxy.telnet.login.Prompts;
import io.honeypool.proxy.telnet.relay.AttackerFacts;
import io.honeypool.proxy.telnet.relay.AttackerInput;
import io.honeypool.proxy.telnet.relay.HeldInput;
import io.honeypool.proxy.telnet.relay.TelnetRelay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * An attacker at a terminal that the sensor serves: its keys, its screen, and the negotiation between them. Blocks; for
 * one thread.
 */
final class Console implements TelnetReceiver {

    /** There is no more to read, or no more time. */
    static final int END = -1;

    private static final int CHUNK = 1024;
    private static final Duration LOGIN_START = Duration.ofMillis(200);

    private final AttackerInput in;
    private final OutputStream socket;
    private final AttackerFacts facts;
    private final Prompts prompts;
    private final Negotiated negotiated = new Negotiated();
    private final ServerNegotiation negotiation;
    private final HeldInput keys = new HeldInput(64);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TelnetDecoder decoder = new TelnetDecoder(this, TelnetRelay.MOST_OF_SUBNEGOTIATION);
    private final byte[] chunk = new byte[CHUNK];
    private final long endNanos;
    private byte[] username = new byte[0];
    private boolean ended;

    Console(OwnPrompt.Attacker attacker, Prompts prompts, OwnPromptSettings settings) {
        this.in = attacker.in();
        this.socket = attacker.out();
        this.facts = attacker.facts();
        this.prompts = prompts;
        this.negotiation = new ServerNegotiation(settings.style(), negotiated);
        this.endNanos = System.nanoTime() + settings.timeout().toNanos();
    }

    /** Negotiates until the server may speak; waits that long for an attacker that does not negotiate. */
    void negotiate(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        send(negotiation.proceed(false));
        flush();
        while (!negotiation.isDone() && !ended && keys.size() < TelnetRelay.MOST_HELD) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                send(negotiation.proceed(true));
            } else {
                read(Duration.ofNanos(left).plusMillis(1));
                send(negotiation.proceed(false));
            }
            flush();
        }
        awaitEcho();
    }

    /** Real servers start login(1) now, which takes them as long as most attackers take to answer the last offer. */
    private void awaitEcho() throws IOException {
        long deadline = System.nanoTime() + LOGIN_START.toNanos();
        for (long left = LOGIN_START.toNanos();
                left > 0 && negotiated.wants(Telnet.ECHO) == null && !ended && keys.size() < TelnetRelay.MOST_HELD;
                left = deadline - System.nanoTime()) {
            read(Duration.ofNanos(left).plusMillis(1));
            flush();
        }
    }

    /** The next key; {@link #END} if there is none. What is to be shown before is shown. */
    int next() throws IOException {
        flush();
        while (keys.isEmpty()) {
            Duration left = Duration.ofNanos(endNanos - System.nanoTime());
            if (ended || left.isNegative()) {
                return END;
            }
            read(left.plusMillis(1));
            flush();
        }
        return keys.take() & 0xff;
    }

    /** What was typed and not asked for. */
    byte[] rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        while (!keys.isEmpty()) {
            byte b = keys.take();
            rest.write(b);
            if (b == (byte) 0xff) {
                rest.write(b);
            }
        }
        return rest.toByteArray();
    }

    /** Whether the time to log in is over. */
    boolean isLate() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Whether keys are shown. */
    boolean echoes() {
        return negotiation.echoes();
    }

    void show(String text) {
        show(text.getBytes(StandardCharsets.UTF_8));
    }

    void show(byte[] data) {
        for (byte b : data) {
            out.write(b);
            if (b == (byte) 0xff) {
                out.write(b);
            }
        }
    }

    void flush() throws IOException {
        if (out.size() > 0) {
            socket.write(out.toByteArray());
            out.reset();
        }
    }

    /** The user name that came with the negotiation; empty if none did. */
    byte[] username() {
        return username;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    private void read(Duration patience) throws IOException {
        int count = in.read(chunk, patience);
        ended = count < 0;
        decoder.decode(chunk, count);
    }

    private void send(List<TelnetCommand> commands) {
        commands.forEach(command -> out.writeBytes(command.encoded()));
    }

    @Override
    public void data(byte b) {
        keys.add(b);
    }

    @Override
    public void command(TelnetCommand command) {
        switch (command) {
            case Negotiation said -> send(List.copyOf(negotiation.heard(said)));
            case Subnegotiation said -> {
                facts.read(said);
                negotiated.heard(said);
                Environment.read(said).ifPresent(this::environment);
            }
            case TelnetCommand.Simple ignored -> {
                // a login has no use for them
            }
        }
    }

    private void environment(Environment sent) {
        sent.variables()
                .forEach(variable -> prompts.usernameIn(variable)
                        .filter(name -> name.length > 0 && name[0] != '-')
                        .ifPresent(name -> username = name));
    }
}
