package io.honeypool.proxy.capture.shell;

import io.honeypool.proxy.capture.shell.Command.Link;
import io.honeypool.proxy.capture.shell.Command.Redirect;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what commands would write into files: what {@code echo} and {@code printf} say, here-documents, and what is
 * typed or sent, through filters that are known.
 */
final class Pipelines {

    private static final Set<Redirect.Kind> OUTPUT = EnumSet.of(Redirect.Kind.TO, Redirect.Kind.APPEND);
    private static final Set<Redirect.Kind> INPUT =
            EnumSet.of(Redirect.Kind.FROM, Redirect.Kind.HERE, Redirect.Kind.HERE_STRIPPED, Redirect.Kind.HERE_STRING);
    private static final Set<String> READERS = Set.of("perl", "python", "python2", "python3", "php", "ruby", "node");

    private final MadeFiles files;
    private final Deque<HereDocument> documents = new ArrayDeque<>();
    private @Nullable Content standardInput;

    Pipelines(MadeFiles files) {
        this.files = files;
    }

    /** A here-document that follows, and where it goes. */
    record HereDocument(String end, boolean stripped, Content content) {}

    /** Goes through a list of commands. */
    void run(List<Command> commands) {
        boolean made = false;
        int next = 0;
        while (next < commands.size()) {
            int first = next++;
            while (next < commands.size() && commands.get(next).link() == Link.PIPE) {
                next++;
            }
            // what would succeed is not followed by its alternative
            if (commands.get(first).link() != Link.OR || !made) {
                made = runPipeline(commands.subList(first, next));
            }
        }
    }

    /** Here-documents whose lines are to come, in order. */
    Deque<HereDocument> documents() {
        return documents;
    }

    /** Where standard input goes, if a command that was run reads it; is told once. */
    @Nullable Content takeStandardInput() {
        Content content = standardInput;
        standardInput = null;
        return content;
    }

    private boolean runPipeline(List<Command> pipeline) {
        Command first = pipeline.getFirst();
        if (pipeline.size() == 1 && isAboutFiles(first)) {
            return false;
        }
        Redirect input = first.last(INPUT);
        switch (first.name()) {
            case "echo" -> say(Said.echo(first.arguments()), pipeline);
            case "printf" -> say(Said.printf(first.arguments()), pipeline);
            default -> {
                if (input != null) {
                    return redirected(input, pipeline);
                }
                if (standardInput != null || !readsStandardInput(first)) {
                    return false;
                }
                standardInput = content(pipeline, 0);
            }
        }
        return true;
    }

    private boolean redirected(Redirect input, List<Command> pipeline) {
        switch (input.kind()) {
            case HERE, HERE_STRIPPED ->
                documents.add(new HereDocument(
                        input.target(), input.kind() == Redirect.Kind.HERE_STRIPPED, content(pipeline, 0)));
            case HERE_STRING -> {
                Content content = content(pipeline, 0);
                content.write(bytes(input.target() + "\n"));
                content.end();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void say(String text, List<Command> pipeline) {
        Content content = content(pipeline, 1);
        Content direct = output(pipeline.getFirst());
        Content to = direct == null ? content : direct;
        to.write(bytes(text));
        to.end();
    }

    /** Where what goes into a stage of a pipeline ends up. */
    private Content content(List<Command> pipeline, int stage) {
        List<Command> stages = pipeline.subList(stage, pipeline.size());
        if (stage > 0 && output(pipeline.get(stage - 1), false) != null) {
            return Content.NOWHERE;
        }
        Content to = Content.NOWHERE;
        for (int i = stages.size() - 1; i >= 0; i--) {
            to = through(stages.get(i), to);
        }
        return to;
    }

    private Content through(Command command, Content next) {
        Content file = output(command, true);
        Content to = file == null ? next : file;
        List<String> arguments = command.arguments();
        if (isDecoder(command)) {
            if (to.isNowhere()) {
                return to;
            }
            return command.name().equals("xxd") ? Decoder.hex(to) : Decoder.base64(to);
        }
        return switch (command.name()) {
            case "cat" -> arguments.stream().allMatch(a -> a.startsWith("-")) ? to : Content.NOWHERE;
            case "tee" -> tee(arguments, to);
            case "dd" ->
                arguments.stream()
                        .filter(argument -> argument.startsWith("of="))
                        .findFirst()
                        .map(argument -> files.to(argument.substring(3)))
                        .orElse(to);
            default -> {
                if (isInterpreter(command)) {
                    yield files.to("|" + command.name());
                }
                Redirect unknown = command.last(OUTPUT);
                if (unknown != null) {
                    files.misses(unknown.target(), Missing.FILTER);
                }
                yield to;
            }
        };
    }

    private Content tee(List<String> arguments, Content next) {
        boolean append = arguments.contains("-a");
        List<Content> all = new ArrayList<>();
        arguments.stream()
                .filter(argument -> !argument.startsWith("-"))
                .limit(4)
                .forEach(path -> all.add(append ? files.behind(path) : files.to(path)));
        if (!next.isNowhere()) {
            all.add(next);
        }
        return all.isEmpty() ? Content.NOWHERE : new Several(all);
    }

    private @Nullable Content output(Command command) {
        return output(command, true);
    }

    /** The file that a command's output goes to; null if it goes on. */
    private @Nullable Content output(Command command, boolean open) {
        Redirect output = command.last(OUTPUT);
        if (output == null) {
            return null;
        }
        if (!open || output.target().equals("/dev/null")) {
            return Content.NOWHERE;
        }
        return output.kind() == Redirect.Kind.TO ? files.to(output.target()) : files.behind(output.target());
    }

    private static boolean isDecoder(Command command) {
        List<String> arguments = command.arguments();
        return switch (command.name()) {
            case "base64" ->
                arguments.stream().anyMatch(a -> a.equals("--decode") || a.matches("-[a-zA-Z]*[dD][a-z]*"));
            case "openssl" ->
                arguments.contains("-d") && (arguments.contains("base64") || arguments.contains("-base64"));
            case "xxd" -> hasOption(arguments, 'r') && hasOption(arguments, 'p');
            default -> false;
        };
    }

    private static boolean isInterpreter(Command command) {
        boolean reads = command.isShell() || READERS.contains(command.name());
        return reads && command.arguments().stream().allMatch(argument -> argument.startsWith("-"));
    }

    private static boolean hasOption(List<String> arguments, char option) {
        return arguments.stream().anyMatch(argument -> argument.startsWith("-") && argument.indexOf(option) > 0);
    }

    /** Whether a command passes on what it reads, and reads what is typed or sent. */
    private static boolean readsStandardInput(Command command) {
        List<String> arguments = command.arguments();
        return switch (command.name()) {
            case "tee" -> true;
            case "dd" -> arguments.stream().noneMatch(argument -> argument.startsWith("if="));
            case "openssl" -> isDecoder(command) && !arguments.contains("-in");
            case "cat", "base64", "xxd" ->
                (command.name().equals("cat") || isDecoder(command))
                        && arguments.stream().allMatch(argument -> argument.startsWith("-"));
            default -> false;
        };
    }

    /** What is about files that were made, rather than about what is in them. */
    private boolean isAboutFiles(Command command) {
        List<String> arguments = command.arguments();
        if (command.words().isEmpty() && command.last(INPUT) != null) {
            return false;
        }
        if (command.words().isEmpty()) {
            command.redirects().stream()
                    .filter(redirect -> redirect.kind() == Redirect.Kind.TO)
                    .forEach(redirect -> files.empty(redirect.target()));
            return true;
        }
        files.finish(command.words().getFirst());
        switch (command.name()) {
            case "mv" -> {
                if (arguments.size() == 2) {
                    files.rename(arguments.get(0), arguments.get(1));
                }
            }
            case "rm" -> arguments.forEach(files::finish);
            default -> {
                if (command.isShell() || READERS.contains(command.name())) {
                    arguments.forEach(files::finish);
                }
                return false;
            }
        }
        return true;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Content that goes to several places. */
    private record Several(List<Content> all) implements Content {

        @Override
        public void write(ByteBuffer bytes) {
            all.forEach(content -> content.write(bytes.duplicate()));
            bytes.position(bytes.limit());
        }

        @Override
        public void end() {
            all.forEach(Content::end);
        }
    }
}
