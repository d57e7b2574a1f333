package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code OPTIONS (header 'true', ...)}: each key once. */
public final class OptionClause {
    private final SortedMap<String, String> options = new TreeMap<>();

    public void add(Name key, String value, SqlParserPos pos) {
        if (options.put(key.text(), value) != null) {
            throw new Problem(Code.SYNTAX, "option " + key.sql() + " is given twice (line " + pos.getLineNum() + ")");
        }
    }

    public SortedMap<String, String> map() {
        return Collections.unmodifiableSortedMap(options);
    }
}
