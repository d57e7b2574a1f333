package io.cleanroom.examples.retailmedia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The statements of a script: text up to a semicolon that stands outside quotes and comments. */
final class SqlScript {
    static List<String> statements(Path file) throws IOException {
        return statements(Files.readString(file));
    }

    /** Comments stay in the statement that they stand before; a remainder of comments alone is no statement. */
    static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean empty = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("--", i)) {
                i = orEnd(text.indexOf('\n', i), text);
            } else if (c == ';') {
                statements.add(text.substring(start, i).strip());
                start = i + 1;
                empty = true;
            } else if (c == '\'' || c == '"') {
                i = orEnd(text.indexOf(c, i + 1), text);
                empty = false;
            } else if (!Character.isWhitespace(c)) {
                empty = false;
            }
        }
        if (!empty) {
            statements.add(text.substring(start).strip());
        }
        return statements;
    }

    private static int orEnd(int index, String text) {
        return index < 0 ? text.length() : index;
    }

    private SqlScript() {}
}
