package io.honeypool.pool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.pool.image.ImageDescriptor.DescriptorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDescriptorTests {

    private static final String COMPLETE = """
            {"name":"debian-12","recipe":"abc","disk":"disk.qcow2","kernel":"vmlinuz","initrd":"initrd.img",
             "commandLine":"root=/dev/vda ro quiet","memoryMiB":256,"vcpus":1,
             "account":{"username":"root","password":"secret"},"sshPort":22,"telnetPort":23,
             "sshIdentification":"SSH-2.0-OpenSSH_9.2p1"}""";

    @Test
    void aCompleteDescriptorIsRead() {
        ImageDescriptor descriptor = ImageDescriptor.parse(COMPLETE);

        assertThat(descriptor.name()).isEqualTo("debian-12");
        assertThat(descriptor.kernel()).isEqualTo("vmlinuz");
        assertThat(descriptor.memoryMiB()).isEqualTo(256);
        assertThat(descriptor.telnetPort()).isEqualTo(23);
        assertThat(descriptor.account().credentials().password()).isEqualTo("secret");
    }

    @Test
    void whatIsOptionalMayBeMissing() {
        ImageDescriptor descriptor = ImageDescriptor.parse("""
                {"name":"x","recipe":"1","disk":"d.qcow2","memoryMiB":64,"vcpus":2,
                 "account":{"username":"root","password":""},"sshPort":2222}""");

        assertThat(descriptor.kernel()).isNull();
        assertThat(descriptor.telnet()).isZero();
    }

    @Test
    void toStringKeepsThePasswordToItself() {
        assertThat(ImageDescriptor.parse(COMPLETE).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"disk.qcow2\"     | \"../../etc/shadow\" | beside image.json",
                "\"vmlinuz\"        | \"/boot/vmlinuz\"    | beside image.json",
                "\"debian-12\"      | \"a b\"              | name must be",
                "\"memoryMiB\":256  | \"memoryMiB\":16     | memoryMiB must be",
                "\"memoryMiB\":256  | \"memoryMiB\":\"x\"  | line 2",
                "\"vcpus\":1        | \"vcpus\":0          | vcpus must be",
                "\"sshPort\":22     | \"sshPort\":70000        | sshPort must be",
                "\"telnetPort\":23  | \"telnetPort\":70000 | telnetPort must be",
                "\"kernel\"         | \"kernal\"           | kernal",
                "\"recipe\":\"abc\" | \"recipe\":\" \"     | recipe must not be empty",
                "\"password\":\"secret\" | \"password\":null | account.password must be given"
            })
    void whatIsWrongIsNamed(String part, String replacement, String reason) {
        assertThat(COMPLETE).contains(part);

        assertThatExceptionOfType(DescriptorException.class)
                .isThrownBy(() -> ImageDescriptor.parse(COMPLETE.replace(part, replacement)))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{", "not json"})
    void whatIsNoDescriptorIsRefused(String text) {
        assertThatExceptionOfType(DescriptorException.class).isThrownBy(() -> ImageDescriptor.parse(text));
    }
}
