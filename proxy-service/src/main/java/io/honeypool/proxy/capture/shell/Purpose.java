package io.honeypool.proxy.capture.shell;

import java.util.List;

/** What a command line is there for, as far as its standard input and output are files in a protocol. */
public sealed interface Purpose {

    /** It serves SFTP. */
    record Sftp() implements Purpose {}

    /**
     * It is the other end of scp's own protocol.
     *
     * @param out whether it sends files
     * @param target where they are put or come from
     * @param intoDirectory whether that is a directory for sure
     */
    record Scp(boolean out, String target, boolean intoDirectory) implements Purpose {}

    /**
     * It is the other end of rsync's protocol.
     *
     * @param out whether it sends files
     * @param options as they are on the command line
     * @param target where files are put or come from
     */
    record Rsync(boolean out, List<String> options, String target) implements Purpose {}

    /** Anything else. */
    record Other() implements Purpose {}

    /**
     * Looks at a command line.
     *
     * @param line its bytes, each as the character that has its number
     */
    static Purpose of(String line) {
        List<Command> commands = CommandReader.read(line).orElse(List.of());
        return commands.isEmpty() ? new Other() : of(commands.getLast());
    }

    private static Purpose of(Command command) {
        List<String> arguments = command.arguments();
        List<String> options =
                arguments.stream().filter(argument -> argument.startsWith("-")).toList();
        String target = arguments.isEmpty() || arguments.getLast().startsWith("-") ? "" : arguments.getLast();
        return switch (command.name()) {
            case "sftp-server", "internal-sftp" -> new Sftp();
            case "scp" -> {
                boolean out = has(options, 'f');
                boolean in = has(options, 't');
                yield out == in
                        ? new Other()
                        : new Scp(out, target, has(options, 'd') || has(options, 'r') || target.endsWith("/"));
            }
            case "rsync" ->
                options.contains("--server") ? new Rsync(options.contains("--sender"), options, target) : new Other();
            default -> new Other();
        };
    }

    private static boolean has(List<String> options, char letter) {
        return options.stream().anyMatch(option -> !option.startsWith("--") && option.indexOf(letter) > 0);
    }
}
