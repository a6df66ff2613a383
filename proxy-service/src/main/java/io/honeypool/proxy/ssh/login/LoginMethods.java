package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.CredentialPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The methods that the sensor's settings offer; the same for every connection. */
final class LoginMethods {

    private final Map<String, LoginMethod> byName = new HashMap<>();
    private final UnprovedMethod unproved;
    private final String offered;
    private final int maximumTries;

    LoginMethods(AuthSettings settings, CredentialPolicy policy) {
        FailureDelay delay = new FailureDelay(settings.failureDelay());
        PasswordCheck passwords = new PasswordCheck(policy, delay);
        unproved = new UnprovedMethod(delay);
        for (AuthSettings.Method method : settings.methods()) {
            switch (method) {
                case PASSWORD -> byName.put(method.label(), new PasswordMethod(passwords));
                case KEYBOARD_INTERACTIVE ->
                    byName.put(method.label(), new KeyboardInteractiveMethod(passwords, unproved));
                case PUBLICKEY -> {
                    LoginMethod keys = new PublicKeyMethod(settings.publicKeys(), delay);
                    byName.put(method.label(), keys);
                    byName.put(PublicKeyMethod.BOUND_TO_HOST, keys);
                }
            }
        }
        offered = settings.methods().stream().map(AuthSettings.Method::label).collect(Collectors.joining(","));
        maximumTries = settings.maximumTries();
    }

    /** The method of a name; {@link #unproved} if it is not offered. */
    LoginMethod of(String name) {
        return byName.getOrDefault(name, unproved);
    }

    /** What {@code none} and methods that are not offered come to. */
    UnprovedMethod unproved() {
        return unproved;
    }

    /** What an attacker is told can continue (RFC 4252, section 5.1). */
    String offered() {
        return offered;
    }

    /** Failed tries after which a connection is ended. */
    int maximumTries() {
        return maximumTries;
    }
}
