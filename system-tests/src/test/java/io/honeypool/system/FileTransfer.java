package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A way to move a file to the guest and back.
 *
 * @param name what does it
 * @param upload from a local file to a path in the guest
 * @param download from a path in the guest to a local file
 */
record FileTransfer(String name, BiFunction<Path, String, Command> upload, BiFunction<String, Path, Command> download) {

    /** Mounts, runs a command that sees the mount as $M, and unmounts. */
    private static final String MOUNTED = """
            M=$(mktemp -d) || exit 1
            sshfs "$1:/root" "$M" -o ssh_command="$2" || exit 1
            eval "$3"
            status=$?
            fusermount3 -u "$M" && rmdir "$M" && exit $status
            """;

    static FileTransfer scp(Ssh ssh, String... options) {
        return new FileTransfer(
                "scp " + String.join(" ", options),
                (from, to) -> scpProgram(ssh, options).and(from.toString(), ssh.destination() + ":" + to),
                (from, to) -> scpProgram(ssh, options).and(ssh.destination() + ":" + from, to.toString()));
    }

    static FileTransfer sftp(Ssh ssh) {
        return new FileTransfer(
                "sftp",
                (from, to) -> sftp(ssh, "put " + from + " " + to),
                (from, to) -> sftp(ssh, "get " + from + " " + to));
    }

    static FileTransfer rsync(Ssh ssh) {
        return new FileTransfer(
                "rsync",
                (from, to) -> rsyncProgram(ssh).and(from.toString(), ssh.destination() + ":" + to),
                (from, to) -> rsyncProgram(ssh).and(ssh.destination() + ":" + from, to.toString()));
    }

    /** Needs a kernel that offers FUSE. */
    static FileTransfer sshfs(Ssh ssh) {
        return new FileTransfer(
                "sshfs",
                (from, to) -> sshfs(ssh, "cp " + from + " \"$M/$(basename " + to + ")\""),
                (from, to) -> sshfs(ssh, "cp \"$M/$(basename " + from + ")\" " + to));
    }

    static FileTransfer psftp(Putty putty) {
        return new FileTransfer(
                "psftp",
                (from, to) -> psftp(putty, "put " + from + " " + to),
                (from, to) -> psftp(putty, "get " + from + " " + to));
    }

    static FileTransfer pscp(Putty putty) {
        return new FileTransfer(
                "pscp -scp",
                (from, to) -> putty.program("pscp", "-q", "-scp").and(from.toString(), "root@127.0.0.1:" + to),
                (from, to) -> putty.program("pscp", "-q", "-scp").and("root@127.0.0.1:" + from, to.toString()));
    }

    /** A client without a program for files: through the standard input and output of cat. */
    static FileTransfer cat(SshProgram program) {
        return new FileTransfer(
                program + " cat",
                (from, to) -> program.exec("cat > " + to).reading(from),
                (from, to) -> program.exec("cat " + from).writing(to));
    }

    static FileTransfer curl(int port) {
        String url = "sftp://127.0.0.1:" + port;
        return new FileTransfer(
                "curl (libssh2)",
                (from, to) -> curl().and("-T", from.toString(), url + to),
                (from, to) -> curl().and("-o", to.toString(), url + from));
    }

    static FileTransfer python(SshProgram.PythonLibrary library) {
        return new FileTransfer(
                library.toString(),
                (from, to) -> library.script("put", from.toString(), to),
                (from, to) -> library.script("get", from, to.toString()));
    }

    private static Command scpProgram(Ssh ssh, String... options) {
        return openSsh(ssh, "scp", "-q").and(options);
    }

    private static Command sftp(Ssh ssh, String line) {
        // the commands' file would forbid to ask for the password otherwise
        Command sftp = openSsh(ssh, "sftp", "-q", "-o", "BatchMode=no");
        return sftp.and("-b", file(line).toString(), ssh.destination());
    }

    private static Command rsyncProgram(Ssh ssh) {
        return ssh.withPassword(Command.of("rsync", "-e", shell(ssh)));
    }

    private static Command sshfs(Ssh ssh, String command) {
        return ssh.withPassword(Command.of("sh", "-c", MOUNTED, "sh", ssh.destination(), shell(ssh), command));
    }

    private static Command psftp(Putty putty, String line) {
        return putty.program("psftp", "-b", file(line).toString()).and("root@127.0.0.1");
    }

    private static Command curl() {
        return Command.of("curl", "-sS", "--insecure", "--user", "root:" + Putty.PASSWORD);
    }

    private static Command openSsh(Ssh ssh, String program, String... options) {
        return ssh.withPassword(
                Command.of(program).and(options).and(ssh.settings().toArray(String[]::new)));
    }

    /** OpenSSH as programs run it that bring no client of their own. */
    private static String shell(Ssh ssh) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        words.addAll(ssh.settings());
        return String.join(" ", words);
    }

    private static Path file(String line) {
        try {
            Path file = Files.createTempFile("commands", ".txt");
            file.toFile().deleteOnExit();
            return Files.writeString(file, line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
