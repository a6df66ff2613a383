package io.honeypool.proxy.telnet.login;

import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import java.time.Duration;

/**
 * Goes between an attacker and a guest until the attacker is in the guest, and from then on lets everything pass.
 * Thread-safe: one thread brings what the attacker types, another what the guest shows. Never blocks.
 */
public interface Dialogue {

    /** Whether what the attacker types next can be taken now; if not, it is to be kept and offered again. */
    boolean takes(byte next);

    /**
     * Takes a byte of data from the attacker.
     *
     * @return whether it is past the login: for the guest's shell
     */
    boolean typed(byte b, Outbox out);

    /** Takes a byte of data from the guest. */
    void shown(byte b, Outbox out);

    /** There is no more from the guest for the moment. */
    void paused(Outbox out);

    /** There has been no more from the guest for some time. */
    void quiet(Duration silence, Outbox out);

    /** Whether {@link #quiet} matters now. */
    boolean waitsForQuiet();

    /** Whether everything passes. */
    boolean isOpen();

    /** An option is offered, asked for or refused; {@code guest} tells by whom. */
    void negotiated(boolean guest, Negotiation negotiation);

    /** Takes variables from the attacker and says what the guest is told. */
    Environment environment(Environment sent);
}
