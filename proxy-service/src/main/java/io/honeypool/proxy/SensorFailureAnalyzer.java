package io.honeypool.proxy;

import io.honeypool.proxy.auth.RuleFileException;
import io.honeypool.proxy.events.RemoteSinkException;
import io.honeypool.proxy.lease.BackendException;
import io.honeypool.proxy.lease.PoolCredentialsException;
import io.honeypool.proxy.lease.PoolTokenException;
import io.honeypool.proxy.ssh.PersonaException;
import io.honeypool.proxy.ssh.SshPortException;
import io.honeypool.proxy.state.StateException;
import io.honeypool.proxy.telnet.TelnetPortException;
import io.honeypool.proxy.telnet.TelnetPromptException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Explains what an operator got wrong, and what to do about it, instead of a stack trace. */
class SensorFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = explain(cause);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis explain(Throwable failure) {
        return switch (failure) {
            case StateException e ->
                new FailureAnalysis(
                        "The sensor cannot use its state: " + e.getMessage() + ".",
                        "Make " + e.path() + " readable and writable for the user that runs the sensor, or choose "
                                + "another directory with honeypool.sensor.state-directory.",
                        e);
            case RuleFileException e ->
                new FailureAnalysis(
                        "The rule file cannot be used: " + e.getMessage() + ".",
                        "Correct " + e.file() + ". Each line is user:x:password; see docs/configuration-sensor.md.",
                        e);
            case RemoteSinkException e -> new FailureAnalysis(e.getMessage(), e.advice(), e);
            case UnknownSettingsException e ->
                new FailureAnalysis(e.getMessage(), "Correct or remove the environment variables named above.", e);
            default -> {
                FailureAnalysis ofListener = explainListener(failure);
                yield ofListener == null ? explainPool(failure) : ofListener;
            }
        };
    }

    private static @Nullable FailureAnalysis explainPool(Throwable failure) {
        return switch (failure) {
            case PoolTokenException e ->
                new FailureAnalysis(
                        "The sensor has no token for the pool: " + e.getMessage() + ".",
                        "Copy the pool's tokens/sensor.token to " + e.file() + ", readable for the user that runs the "
                                + "sensor, or name another file with honeypool.sensor.pool.token-file.",
                        e);
            case PoolCredentialsException e ->
                new FailureAnalysis(
                        "What this sensor was given when it joined its pool cannot be used: " + e.getMessage() + ".",
                        "Make " + e.file() + " readable for the user that runs the sensor, or join again: honeypool"
                                + " sensor join STRING, with a string from the pool's host; to use a pool on this host"
                                + " instead, remove the file.",
                        e);
            case BackendException e -> new FailureAnalysis(e.getMessage() + ".", e.remedy(), e);
            default -> null;
        };
    }

    private static @Nullable FailureAnalysis explainListener(Throwable failure) {
        return switch (failure) {
            case SshPortException e ->
                new FailureAnalysis(
                        "The SSH sensor cannot listen on port " + e.port() + ": " + causeOf(e) + ".",
                        "Stop what uses the port, or choose another one with honeypool.sensor.ssh.port. Ports below "
                                + "1024 need the capability CAP_NET_BIND_SERVICE.",
                        e);
            case TelnetPortException e ->
                new FailureAnalysis(
                        "The Telnet sensor cannot listen on port " + e.port() + ": " + causeOf(e) + ".",
                        "Stop what uses the port, or choose another one with honeypool.sensor.telnet.port, or switch "
                                + "Telnet off with honeypool.sensor.telnet.enabled=false. Ports below 1024 need the "
                                + "capability CAP_NET_BIND_SERVICE.",
                        e);
            case TelnetPromptException e ->
                new FailureAnalysis(
                        "The setting " + e.getMessage() + ".",
                        "Correct the expression; they are RE2's, without look-around and back-references. See "
                                + "docs/configuration-sensor.md.",
                        e);
            case PersonaException e ->
                new FailureAnalysis(
                        "The sensor cannot show its persona: " + e.getMessage() + ".",
                        "Correct " + e.source()
                                + " or capture it again (honeypool persona capture HOST:PORT), or choose "
                                + "another one with honeypool.sensor.ssh.persona; see docs/persona.md.",
                        e);
            default -> null;
        };
    }

    private static String causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : String.valueOf(cause.getMessage());
    }
}
