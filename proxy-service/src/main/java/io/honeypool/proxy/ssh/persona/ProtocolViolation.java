package io.honeypool.proxy.ssh.persona;

import java.io.IOException;

/** What a peer did that ends its connection, and what OpenSSH would say to it. */
final class ProtocolViolation extends IOException {

    private final Answer answer;
    private final String text;

    private ProtocolViolation(Answer answer, String text) {
        super(text);
        this.answer = answer;
        this.text = text;
    }

    /** Ends the connection before the key exchange with a line of text. */
    static ProtocolViolation line(String text) {
        return new ProtocolViolation(Answer.LINE, text);
    }

    /** Ends the connection with SSH_MSG_DISCONNECT and a text. */
    static ProtocolViolation disconnect(String text) {
        return new ProtocolViolation(Answer.DISCONNECT, text);
    }

    /** Ends the connection without a word; the text is for the event alone. */
    static ProtocolViolation silent(String text) {
        return new ProtocolViolation(Answer.NONE, text);
    }

    Answer answer() {
        return answer;
    }

    /** What is said to the peer, or only to the operator. */
    String text() {
        return text;
    }

    /** How the connection ends. */
    enum Answer {
        LINE,
        DISCONNECT,
        NONE
    }
}
