package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@code CALL} says: which template, and which of its arguments are markers. */
final class TemplateCall {
    /** One argument: its name if it is written {@code name => value}, and the number of its marker, 0 for other values. */
    static final class Argument {
        final @Nullable String name;
        final int marker;

        Argument(@Nullable String name, int marker) {
            this.name = name;
            this.marker = marker;
        }
    }

    /** Null if the call names none, which means the connection's. */
    final @Nullable String collaboration;

    final String template;
    final List<Argument> arguments;

    private TemplateCall(@Nullable String collaboration, String template, List<Argument> arguments) {
        this.collaboration = collaboration;
        this.template = template;
        this.arguments = arguments;
    }

    /** Null if the statement is not a call. */
    static @Nullable TemplateCall parse(String sql) {
        int start = SqlScanner.skipBlank(sql, 0);
        int behind = SqlScanner.behindWord(sql, start);
        if (!sql.substring(start, behind).equalsIgnoreCase("CALL")) {
            return null;
        }
        List<String> path = new ArrayList<>();
        int i = SqlScanner.skipBlank(sql, behind);
        while (i < sql.length()) {
            int end = sql.charAt(i) == '"' ? SqlScanner.skip(sql, i) : SqlScanner.behindWord(sql, i);
            path.add(unquoted(sql.substring(i, end)));
            i = SqlScanner.skipBlank(sql, end);
            if (i >= sql.length() || sql.charAt(i) != '.') {
                break;
            }
            i = SqlScanner.skipBlank(sql, i + 1);
        }
        int close = i < sql.length() && sql.charAt(i) == '(' ? SqlScanner.closing(sql, i, '(', ')') : -1;
        if (close < 0 || path.isEmpty()) {
            return null;
        }
        return new TemplateCall(
                path.size() > 1 ? path.get(path.size() - 2) : null,
                path.get(path.size() - 1),
                arguments(sql.substring(i + 1, close)));
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && word.startsWith("\"");
        return quoted ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
    }

    private static List<Argument> arguments(String list) {
        List<Argument> arguments = new ArrayList<>();
        int markers = 0;
        for (String part : EscapedFunctions.arguments(list)) {
            int inside = markersIn(part);
            int end = part.startsWith("\"") ? SqlScanner.skip(part, 0) : SqlScanner.behindWord(part, 0);
            int arrow = SqlScanner.skipBlank(part, end);
            boolean named = end > 0 && part.startsWith("=>", arrow);
            String value = named ? part.substring(SqlScanner.skipBlank(part, arrow + 2)) : part;
            arguments.add(new Argument(
                    named ? unquoted(part.substring(0, end)) : null,
                    value.strip().equals("?") ? markers + 1 : 0));
            markers += inside;
        }
        return arguments;
    }

    private static int markersIn(String part) {
        int count = 0;
        int i = 0;
        while (i < part.length()) {
            int behind = SqlScanner.skip(part, i);
            if (behind == i && part.charAt(i) == '?') {
                count++;
            }
            i = Math.max(behind, i + 1);
        }
        return count;
    }

    /**
     * The marker of a parameter.
     *
     * @param declared the template's parameters in order; asked for only if an argument has no name
     */
    int marker(String name, Declared declared) throws SQLException {
        for (Argument argument : arguments) {
            if (name.equalsIgnoreCase(argument.name)) {
                return checked(name, argument);
            }
        }
        if (arguments.stream().allMatch(argument -> argument.name != null)) {
            throw Errors.of("the call has no argument " + name, "07009");
        }
        List<String> names = declared.names();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                if (i >= arguments.size() || arguments.get(i).name != null) {
                    throw Errors.of("the call has no argument for parameter " + name, "07009");
                }
                return checked(name, arguments.get(i));
            }
        }
        throw Errors.of(
                "template " + template + " has no parameter " + name + "; it has " + String.join(", ", names), "07009");
    }

    private static int checked(String name, Argument argument) throws SQLException {
        if (argument.marker == 0) {
            throw Errors.of("the call gives parameter " + name + " a value of its own, not ?", "07009");
        }
        return argument.marker;
    }

    /** The names of a template's parameters. */
    interface Declared {
        List<String> names() throws SQLException;
    }
}
