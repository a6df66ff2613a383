package io.honeypool.pool.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.honeypool.common.lease.GuestCredentials;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code image.json} says about a base image.
 *
 * @param name the image's name
 * @param recipe the image's version
 * @param disk file name of its qcow2 disk
 * @param kernel file name of a kernel to boot directly, if any
 * @param initrd file name of the kernel's initial RAM disk, if any
 * @param commandLine the kernel's command line, if there is a kernel
 * @param memoryMiB memory that a guest needs, in MiB
 * @param vcpus virtual processors of a guest
 * @param account the account that sensors log in with
 * @param sshPort where guests speak SSH; 0 if they do not
 * @param telnetPort where guests speak Telnet; 0 or missing if they do not
 * @param sshIdentification the SSH identification string of its server (RFC 4253, section 4.2)
 */
record ImageDescriptor(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String recipe,
        @JsonProperty(required = true) String disk,
        @Nullable String kernel,
        @Nullable String initrd,
        @Nullable String commandLine,
        @JsonProperty(required = true) int memoryMiB,
        @JsonProperty(required = true) int vcpus,
        @JsonProperty(required = true) Account account,
        @JsonProperty(required = true) int sshPort,
        @Nullable Integer telnetPort,
        @Nullable String sshIdentification) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{0,1024}");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The account that sensors log in with. */
    record Account(
            @JsonProperty(required = true) String username,
            @JsonProperty(required = true) String password) {

        GuestCredentials credentials() {
            return new GuestCredentials(username, password);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Account[username=" + username + "]";
        }
    }

    /**
     * Reads a descriptor.
     *
     * @throws DescriptorException if the text is not one; the message says why and where
     */
    static ImageDescriptor parse(String json) {
        ImageDescriptor descriptor;
        try {
            descriptor = MAPPER.readValue(json, ImageDescriptor.class);
        } catch (JacksonException broken) {
            throw new DescriptorException(broken.getOriginalMessage() + " " + at(broken), broken);
        }
        if (descriptor == null) {
            throw new DescriptorException("it is empty", null);
        }
        descriptor.check();
        return descriptor;
    }

    /** Where guests speak Telnet; 0 if they do not. */
    int telnet() {
        return telnetPort == null ? 0 : telnetPort;
    }

    private static String at(JacksonException broken) {
        return broken.getLocation() == null
                ? ""
                : "(line " + broken.getLocation().getLineNr() + ")";
    }

    private void check() {
        require(matches(FILE_NAME, name), "name must be 1 to 100 letters, digits, . _ -");
        require(matches(PRINTABLE, recipe) && !recipe.isBlank(), "recipe must not be empty");
        Stream.of(disk, kernel, initrd)
                .filter(Objects::nonNull)
                .forEach(file -> require(
                        matches(FILE_NAME, file), "disk, kernel and initrd must be names of files beside image.json"));
        require(disk != null, "disk must be given");
        require(kernel != null || initrd == null, "initrd needs a kernel");
        require(kernel != null || commandLine == null, "commandLine needs a kernel");
        require(commandLine == null || matches(PRINTABLE, commandLine), "commandLine must be printable ASCII");
        require(memoryMiB >= 32 && memoryMiB <= 1_048_576, "memoryMiB must be 32 to 1048576");
        require(vcpus >= 1 && vcpus <= 64, "vcpus must be 1 to 64");
        require(
                account != null
                        && matches(PRINTABLE, account.username())
                        && !account.username().isEmpty(),
                "account.username must be printable ASCII");
        require(account != null && account.password() != null, "account.password must be given");
        require(sshPort >= 0 && sshPort <= 65535, "sshPort must be 1 to 65535, or 0 for none");
        require(telnet() >= 0 && telnet() <= 65535, "telnetPort must be 1 to 65535, or 0 for none");
        require(sshPort > 0 || telnet() > 0, "one of sshPort and telnetPort must be given");
    }

    private static boolean matches(Pattern pattern, @Nullable String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new DescriptorException(message, null);
        }
    }

    /** Why a descriptor cannot be used. */
    static final class DescriptorException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DescriptorException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
