package io.cleanroom.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** A result that is made on this side, for metadata that the protocol does not carry. */
final class LocalRows {
    private final List<ColumnMetaData> columns = new ArrayList<>();
    private final List<Object> rows = new ArrayList<>();

    /** Columns as {@code NAME} for text, {@code NAME:int}, {@code NAME:short} or {@code NAME:boolean}. */
    LocalRows(String... columns) {
        for (String column : columns) {
            String[] parts = column.split(":", 2);
            this.columns.add(column(parts[0], parts.length == 1 ? "text" : parts[1]));
        }
    }

    private ColumnMetaData column(String name, String type) {
        switch (type) {
            case "int":
                return column(name, Types.INTEGER, "INTEGER", Rep.INTEGER, 10);
            case "short":
                return column(name, Types.SMALLINT, "SMALLINT", Rep.SHORT, 5);
            case "boolean":
                return column(name, Types.BOOLEAN, "BOOLEAN", Rep.BOOLEAN, 1);
            default:
                return column(name, Types.VARCHAR, "VARCHAR", Rep.STRING, Integer.MAX_VALUE);
        }
    }

    private ColumnMetaData column(String name, int type, String typeName, Rep rep, int precision) {
        return column(name, ColumnMetaData.scalar(type, typeName, rep), precision, 0);
    }

    private ColumnMetaData column(String name, AvaticaType type, int precision, int scale) {
        return new ColumnMetaData(
                columns.size(),
                false,
                JdbcTypes.isText(type.id),
                true,
                false,
                DatabaseMetaData.columnNullable,
                JdbcTypes.isNumeric(type.id),
                JdbcTypes.displaySize(type.id, precision),
                name,
                name,
                "",
                precision,
                scale,
                "",
                "",
                type,
                true,
                false,
                false,
                JdbcTypes.classOf(type.id).getName());
    }

    /** Adds a column, whose values are to be as {@link Values#fromWire} has them. */
    LocalRows column(String name, ResultType type) {
        columns.add(column(name, type.ofColumn(), type.precision, type.scale));
        return this;
    }

    LocalRows add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values in " + columns.size() + " columns");
        }
        rows.add(Arrays.asList(values));
        return this;
    }

    ResultSet open(CleanroomConnection connection) throws SQLException {
        connection.checkOpen();
        Meta.Signature signature = Meta.Signature.create(
                columns, "", Collections.emptyList(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT);
        return connection.createResultSet(
                Meta.MetaResultSet.create(
                        connection.id, ServerMeta.LOCAL, true, signature, new Meta.Frame(0, true, rows)),
                new QueryState(""));
    }
}
