package io.honeypool.proxy.telnet.own;

import io.honeypool.proxy.telnet.codec.Environment;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an attacker said about itself, and how it would have answered a server that asks for it again. Bounded by the
 * number of options. Not thread-safe.
 */
final class Negotiated {

    /** What even an attacker that says nothing is taken to agree to. */
    private static final Set<Integer> USUAL = Set.of(Telnet.ECHO, Telnet.SGA);

    private static final int SEND = 1;
    private static final int LINEMODE = 34;
    private static final String USER = "USER";

    private final Map<Integer, Boolean> own = new HashMap<>();
    private final Map<Integer, Boolean> peers = new HashMap<>();
    private final Map<Integer, Subnegotiation> said = new HashMap<>();

    /** The attacker offered, agreed or refused. */
    void heard(Negotiation negotiation) {
        switch (negotiation.verb()) {
            case Telnet.WILL -> own.put(negotiation.option(), true);
            case Telnet.WONT -> own.put(negotiation.option(), false);
            case Telnet.DO -> peers.put(negotiation.option(), true);
            default -> peers.put(negotiation.option(), false);
        }
    }

    /** The attacker said something about an option. */
    void heard(Subnegotiation what) {
        said.put(what.option(), what);
    }

    /** Whether the attacker does something; null if it never said so. */
    @Nullable Boolean does(int option) {
        return own.get(option);
    }

    /** Whether the attacker wants something done; null if it never said so. */
    @Nullable Boolean wants(int option) {
        return peers.get(option);
    }

    boolean hasSaid(int option) {
        return said.containsKey(option);
    }

    /** What the attacker would answer a server. */
    List<TelnetCommand> answer(TelnetCommand command) {
        return switch (command) {
            case Negotiation asked when asked.isOffer() -> answer(asked);
            case Subnegotiation asked
            when asked.at(1) == SEND -> {
                Subnegotiation answer = said.get(asked.option());
                yield answer == null ? List.of() : List.of(withoutUser(answer));
            }
            default -> List.of();
        };
    }

    private List<TelnetCommand> answer(Negotiation asked) {
        int option = asked.option();
        Boolean before = asked.verb() == Telnet.DO ? own.get(option) : peers.get(option);
        boolean agreed = (before == null || option == Telnet.ECHO)
                ? asked.verb() == Telnet.WILL && USUAL.contains(option)
                : before && option != LINEMODE;
        List<TelnetCommand> answers = new ArrayList<>();
        answers.add(agreed ? asked.agreement() : asked.refusal());
        Subnegotiation size = said.get(Telnet.NAWS);
        if (agreed && option == Telnet.NAWS && size != null) {
            answers.add(size);
        }
        return answers;
    }

    /** The sensor has a name of its own for the guest. */
    private static Subnegotiation withoutUser(Subnegotiation answer) {
        return Environment.read(answer)
                .map(sent -> new Environment(
                                sent.option(),
                                sent.command(),
                                sent.swapped(),
                                sent.variables().stream()
                                        .filter(variable ->
                                                !USER.equals(new String(variable.name(), StandardCharsets.ISO_8859_1)))
                                        .toList())
                        .encoded())
                .orElse(answer);
    }
}
