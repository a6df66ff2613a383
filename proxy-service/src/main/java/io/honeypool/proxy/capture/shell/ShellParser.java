package io.honeypool.proxy.capture.shell;

import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.StreamParser;
import io.honeypool.proxy.capture.shell.Pipelines.HereDocument;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that an attacker makes with commands: droppers that echo bytes, here-documents, decoded base64, and what
 * is sent to a command that writes it into a file. Nothing is run: what it says is what a shell would most likely do.
 */
public final class ShellParser implements StreamParser, Keys.Receiver {

    /** Quoted text over several lines. */
    private static final int LONGEST_COMMAND = 512 * 1024;

    private final FileListener listener;
    private final MadeFiles files;
    private final Pipelines pipelines;
    private final Keys keys;
    private final boolean terminal;
    private final boolean commands;
    private final StringBuilder unfinished = new StringBuilder();
    private boolean scripted;
    private @Nullable Content input;

    private ShellParser(FileListener listener, boolean terminal, boolean commands) {
        this.listener = listener;
        this.files = new MadeFiles(listener);
        this.pipelines = new Pipelines(files);
        this.keys = new Keys(terminal, this);
        this.terminal = terminal;
        this.commands = commands;
    }

    /** Follows a shell. */
    public static ShellParser shell(FileListener listener, boolean terminal) {
        return new ShellParser(listener, terminal, true);
    }

    /**
     * Follows one command line.
     *
     * @param command its bytes, each as the character that has its number
     */
    public static ShellParser command(String command, FileListener listener, boolean terminal) {
        List<Command> all = CommandReader.read(command).orElse(List.of());
        String name = all.isEmpty() ? "" : all.getFirst().name();
        ShellParser parser = new ShellParser(
                listener,
                terminal,
                terminal && all.size() == 1 && all.getFirst().isShell());
        if (!parser.commands) {
            parser.script(command);
        }
        if (parser.input == null && !terminal) {
            parser.input = new Unnamed(parser.files, "|" + name);
        }
        return parser;
    }

    private void script(String text) {
        scripted = true;
        for (String line : text.split("\n", -1)) {
            line(line, true);
        }
        scripted = false;
        finishDocuments();
        unfinished.setLength(0);
        input = pipelines.takeStandardInput();
    }

    @Override
    public void input(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Content to = input;
            if (terminal || (to == null && commands)) {
                keys.type(bytes);
            } else if (to == null) {
                bytes.position(bytes.limit());
            } else {
                to.write(bytes);
            }
        }
    }

    @Override
    public void output(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public void inputEnded() {
        if (terminal || commands) {
            keys.end();
        }
        endOfInput();
    }

    @Override
    public void close() {
        inputEnded();
        finishDocuments();
        files.close();
    }

    @Override
    public void line(String line, boolean ended) {
        HereDocument document = pipelines.documents().peek();
        if (document != null) {
            String text = document.stripped() ? line.replaceFirst("^\t+", "") : line;
            if (text.equals(document.end())) {
                document.content().end();
                pipelines.documents().remove();
            } else {
                document.content().write(Pipelines.bytes(ended ? text + "\n" : text));
            }
        } else if (input != null) {
            input.write(Pipelines.bytes(ended ? line + "\n" : line));
        } else if (commands || scripted) {
            command(line);
        }
    }

    private void command(String line) {
        if (unfinished.length() + line.length() > LONGEST_COMMAND) {
            unfinished.setLength(0);
            tooLong();
            return;
        }
        unfinished.append(line);
        Optional<List<Command>> read = CommandReader.read(unfinished.toString());
        if (read.isEmpty()) {
            unfinished.append('\n');
            return;
        }
        unfinished.setLength(0);
        pipelines.run(read.get());
        if (!scripted) {
            input = pipelines.takeStandardInput();
        }
    }

    @Override
    public void endOfInput() {
        if (input != null) {
            input.end();
            input = null;
        }
    }

    @Override
    public void interrupt() {
        unfinished.setLength(0);
        finishDocuments();
        endOfInput();
    }

    @Override
    public boolean isContent() {
        return input != null;
    }

    @Override
    public void tooLong() {
        listener.misses("", Missing.TOO_MUCH);
    }

    private void finishDocuments() {
        pipelines.documents().forEach(document -> document.content().end());
        pipelines.documents().clear();
    }

    /** Input of a command that nobody knows what it does with; no file before there is some. */
    private static final class Unnamed implements Content {

        private final MadeFiles files;
        private final String path;
        private @Nullable Content content;

        Unnamed(MadeFiles files, String path) {
            this.files = files;
            this.path = path;
        }

        @Override
        public void write(ByteBuffer bytes) {
            Content open = content;
            if (open == null) {
                open = files.to(path);
                content = open;
            }
            open.write(bytes);
        }

        @Override
        public void end() {
            // the file ends with the channel
        }
    }
}
