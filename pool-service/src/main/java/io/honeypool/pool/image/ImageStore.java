package io.honeypool.pool.image;

import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.image.ImageDescriptor.DescriptorException;
import io.honeypool.pool.settings.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds base images: directories with an {@code image.json} and the files it names. */
final class ImageStore {

    private static final String DESCRIPTOR = "image.json";
    private static final long LARGEST_DESCRIPTOR = 64 * 1024;

    private final Path images;

    /** Takes the directory below which images are found by name. */
    ImageStore(Path images) {
        this.images = images;
    }

    /**
     * Reads an image.
     *
     * @param image a name, or an absolute path of the image's directory
     * @throws StartupFailure if it is not there or not complete
     */
    BaseImage load(String image) {
        Path directory = images.resolve(image).normalize().toAbsolutePath();
        ImageDescriptor descriptor = describe(directory);
        GuestAccess access = new GuestAccess(
                descriptor.sshPort(), descriptor.telnet(), descriptor.account().credentials());
        return new BaseImage(
                descriptor.name(),
                descriptor.recipe(),
                file(directory, descriptor.disk()),
                boot(directory, descriptor),
                new DomainSpec.Size(descriptor.memoryMiB(), descriptor.vcpus()),
                access,
                access);
    }

    private static ImageDescriptor describe(Path directory) {
        Path file = directory.resolve(DESCRIPTOR);
        try {
            if (Files.size(file) > LARGEST_DESCRIPTOR) {
                throw new DescriptorException("it is larger than 64 KiB", null);
            }
            return ImageDescriptor.parse(Files.readString(file));
        } catch (DescriptorException broken) {
            throw new StartupFailure(
                    "The image descriptor " + file + " cannot be used: " + broken.getMessage() + ".",
                    "Correct it, or build the image again: sudo ./honeypool image build",
                    broken);
        } catch (NoSuchFileException missing) {
            throw new StartupFailure(
                    "There is no guest image in " + directory + ": " + DESCRIPTOR + " is missing.",
                    "Build the image (sudo ./honeypool image build), import one (sudo ./honeypool image import FILE),"
                            + " or set honeypool.pool.guests.image to one that is there.",
                    missing);
        } catch (IOException unreadable) {
            throw new StartupFailure(
                    "The image descriptor " + file + " cannot be read: " + unreadable + ".",
                    "Make it readable for the user that the pool runs as.",
                    unreadable);
        }
    }

    private static DomainSpec.@Nullable DirectBoot boot(Path directory, ImageDescriptor descriptor) {
        String kernel = descriptor.kernel();
        String initrd = descriptor.initrd();
        String commandLine = descriptor.commandLine();
        if (kernel == null) {
            return null;
        }
        return new DomainSpec.DirectBoot(
                file(directory, kernel).toString(),
                initrd == null ? null : file(directory, initrd).toString(),
                commandLine == null ? "" : commandLine);
    }

    private static Path file(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new StartupFailure(
                    "The guest image in " + directory + " is not complete: " + name + " is missing.",
                    "Build the image again: sudo ./honeypool image build");
        }
        return file;
    }
}
