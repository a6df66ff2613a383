package io.honeypool.proxy.telnet.login;

import java.util.LinkedHashSet;
import java.util.Set;

/** The last prompts that a guest showed. Not thread-safe. */
final class PromptMemory {

    private static final int MOST = 4;

    private final Set<String> texts = new LinkedHashSet<>();

    void remember(String text) {
        texts.remove(text);
        texts.add(text);
        if (texts.size() > MOST) {
            texts.remove(texts.iterator().next());
        }
    }

    /** Whether it is exactly a prompt that was shown before. */
    boolean isOneOf(String text) {
        return texts.contains(text);
    }
}
