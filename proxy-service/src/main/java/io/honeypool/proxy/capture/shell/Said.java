package io.honeypool.proxy.capture.shell;

import java.util.List;

/** What {@code echo} and {@code printf} say, as bytes, each as the character that has its number. */
final class Said {

    private static final int MOST = 1 << 20;

    private Said() {}

    static String echo(List<String> arguments) {
        boolean newline = true;
        boolean escapes = false;
        int first = 0;
        while (first < arguments.size() && arguments.get(first).matches("-[neE]+")) {
            String options = arguments.get(first++);
            newline &= options.indexOf('n') < 0;
            int on = options.lastIndexOf('e');
            int off = options.lastIndexOf('E');
            if (on != off) {
                escapes = on > off;
            }
        }
        String text = String.join(" ", arguments.subList(first, arguments.size()));
        if (escapes) {
            Escapes.Result result = Escapes.interpret(text, Escapes.Kind.ECHO);
            return result.ended() || !newline ? result.text() : result.text() + "\n";
        }
        return newline ? text + "\n" : text;
    }

    static String printf(List<String> arguments) {
        List<String> rest = !arguments.isEmpty() && arguments.getFirst().equals("--")
                ? arguments.subList(1, arguments.size())
                : arguments;
        if (rest.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        int next = 1;
        do {
            int before = next;
            next = format(rest, next, out);
            if (next == before) {
                break;
            }
        } while (next < rest.size() && out.length() < MOST);
        return out.toString();
    }

    /** Goes through the format once; returns which argument is the next one. */
    private static int format(List<String> arguments, int first, StringBuilder out) {
        String format = arguments.getFirst();
        int next = first;
        int from = 0;
        while (from < format.length()) {
            int percent = format.indexOf('%', from);
            int to = percent < 0 ? format.length() : percent;
            out.append(Escapes.interpret(format.substring(from, to), Escapes.Kind.PRINTF)
                    .text());
            from = to;
            if (percent >= 0) {
                char conversion = percent + 1 < format.length() ? format.charAt(percent + 1) : '%';
                String argument = next < arguments.size() ? arguments.get(next) : "";
                switch (conversion) {
                    case 's' -> out.append(argument);
                    case 'b' ->
                        out.append(
                                Escapes.interpret(argument, Escapes.Kind.ECHO).text());
                    case '%' -> out.append('%');
                    default -> out.append('%').append(conversion);
                }
                next += conversion == 's' || conversion == 'b' ? 1 : 0;
                from = percent + 2;
            }
        }
        return next;
    }
}
