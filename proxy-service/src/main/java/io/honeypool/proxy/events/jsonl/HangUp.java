package io.honeypool.proxy.events.jsonl;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal that log rotation sends to have a file left alone; without this it ends the process. Java's only way to
 * signals is {@code sun.misc.Signal}, which compilers warn of, so it is called without their help.
 */
final class HangUp {

    private static final Logger log = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Has something done whenever the signal comes, instead of what was to be done before. */
    static void calls(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, given) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" ->
                                given != null && System.identityHashCode(given[0]) == System.identityHashCode(self);
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "HangUp";
                        };
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.warn("SIGHUP ends this process: {}", e.toString());
        }
    }
}
