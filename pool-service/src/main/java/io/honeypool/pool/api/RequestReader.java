package io.honeypool.pool.api;

import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.lease.LeaseApplication;
import io.honeypool.pool.token.TokenHash;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/** Reads what callers send, and says what is wrong with it; pure. */
final class RequestReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern SENSOR_NAME = Pattern.compile("[A-Za-z0-9._-]{1,48}");
    private static final Pattern RECORDING = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int LARGEST_PAGE = 500;
    private static final int LAST_PAGE = 1_000_000;

    private RequestReader() {}

    static LeaseApplication application(LeaseRequest request, GuestProfiles profiles, Optional<TokenHash> pass) {
        if (request.protocol() == null) {
            throw new InvalidRequestException("protocol must be SSH or TELNET.");
        }
        String profile = request.profile() == null ? profiles.nameFor(request.protocol()) : request.profile();
        if (profiles.find(profile).isEmpty()) {
            throw new InvalidRequestException("There is no such profile; the pool has "
                    + profiles.all().stream().map(GuestProfile::name).collect(Collectors.joining(", ")) + ".");
        }
        return new LeaseApplication(
                id("sensorId", request.sensorId()),
                id("connectionId", request.connectionId()),
                address("sourceAddress", request.sourceAddress()),
                request.protocol(),
                profile,
                pass);
    }

    static UUID uuid(String name, String text) {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new InvalidRequestException(name + " must be a UUID.");
        }
        return UUID.fromString(text);
    }

    static String id(String name, @Nullable String text) {
        if (text == null || !ID.matcher(text).matches()) {
            throw new InvalidRequestException(name + " must be 1 to 64 letters, digits, . _ : -");
        }
        return text;
    }

    static String sensorName(@Nullable String text) {
        if (text == null || !SENSOR_NAME.matcher(text).matches()) {
            throw new InvalidRequestException("name must be 1 to 48 letters, digits, . _ -");
        }
        return text;
    }

    static String sha256(String text) {
        if (!FileStore.isName(text)) {
            throw new InvalidRequestException("sha256 must be 64 of 0-9 and a-f.");
        }
        return text;
    }

    static String recording(@Nullable String text) {
        if (text == null || !RECORDING.matcher(text).matches()) {
            throw new InvalidRequestException("recording must be a name like 0123456789ab-0.");
        }
        return text;
    }

    /** Whoever misspells a parameter is to know. */
    static void onlyParameters(HttpServletRequest request, Set<String> known) {
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(
                        known.isEmpty()
                                ? "There are no parameters."
                                : "The only parameter is " + String.join(", ", known) + ".");
            }
        }
    }

    static SourceAddress address(String name, @Nullable String text) {
        try {
            return SourceAddress.parse(text == null ? "" : text);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidRequestException(name + " must be an IPv4 or IPv6 address.");
        }
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        E[] constants = type.getEnumConstants();
        return Optional.of(Arrays.stream(constants)
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(name + " must be one of "
                        + String.join(
                                ", ", Arrays.stream(constants).map(Enum::name).toList()) + ".")));
    }

    static Pageable page(int page, int size, Sort sort) {
        if (page < 0 || page > LAST_PAGE) {
            throw new InvalidRequestException("page must be 0 to " + LAST_PAGE + ".");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw new InvalidRequestException("size must be 1 to " + LARGEST_PAGE + ".");
        }
        return PageRequest.of(page, size, sort);
    }
}
