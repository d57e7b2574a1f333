package io.cleanroom.jdbc;

import java.io.InputStream;
import java.sql.SQLException;

/**
 * A result as one Arrow IPC stream, for programs that have an Arrow library and want columns in place of rows:
 *
 * <pre>{@code
 * try (ResultSet rows = statement.executeQuery(sql);
 *         ArrowStreamReader reader = new ArrowStreamReader(
 *                 rows.unwrap(ArrowResult.class).arrowStream(), allocator)) {
 *     while (reader.loadNextBatch()) {
 *         reader.getVectorSchemaRoot() ...
 *     }
 * }
 * }</pre>
 *
 * <p>{@code ArrowStreamReader} is Apache Arrow's; this driver contains no Arrow library and needs none. Every result set of
 * this driver unwraps to this interface, except that a result with columns of other types than those below is refused when
 * the stream is asked for.
 */
public interface ArrowResult {
    /**
     * The whole result, however small or large it is: the schema, then all rows in record batches of at most some megabytes,
     * fetched as they are read, then the mark of the end. No more than two batches' answers are held at a time.
     *
     * <p>Fields are named after the column labels and nullable. Their types are Bool; Int of 8, 16, 32 and 64 bits, signed;
     * FloatingPoint SINGLE and DOUBLE; Decimal of 128 bits; Utf8; Binary; Date(DAY); Time(MICROSECOND); Timestamp(MICROSECOND)
     * without time zone; List, for arrays, of a field {@code element}; and Struct, with its own fields. Buffers are not
     * compressed, and there are no dictionaries.
     *
     * <p>Reading throws {@link java.io.IOException} with the {@link SQLException} as its cause where {@link
     * java.sql.ResultSet#next} would have thrown that: 08006 if the connection is lost, 57014 after {@link
     * java.sql.Statement#cancel}. A stream that was not read to its end mark never ends without such an exception. Closing
     * the stream leaves the result set to be closed.
     *
     * @return the stream, to be read on one thread; from then on the result set gives no rows
     * @throws SQLException 24000 if {@code next()} was called before, or if the stream was already given out, or if the
     *     result set is closed; 0A000 for a column of another type
     */
    InputStream arrowStream() throws SQLException;
}
