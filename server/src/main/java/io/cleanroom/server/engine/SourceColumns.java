package io.cleanroom.server.engine;

import io.cleanroom.server.collaboration.Column;
import java.util.List;

/**
 * What a source holds, in file order.
 *
 * @param columns those that a table of it has, at least one
 * @param leftOut those of types that no column of a table can have
 */
public record SourceColumns(List<Column> columns, List<LeftOut> leftOut) {
    public SourceColumns {
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A column that the file has and a table of it has not.
     *
     * @param name as the file spells it
     * @param type in the engine's words, which are the owner's own as much as the name is
     */
    public record LeftOut(String name, String type) {
        /** Why, and what to do about it. */
        public static final String HELP =
                "tables have no columns of this type; if it is needed, write it into the file as one of another type";

        /** Structures have as many fields as they like. */
        private static final int LONGEST = 120;

        /** For example {@code "tags" of type MAP(VARCHAR, INTEGER)}. */
        public String text() {
            String shown = type.length() > LONGEST ? type.substring(0, LONGEST) + "..." : type;
            return '"' + name + "\" of type " + shown;
        }
    }
}
