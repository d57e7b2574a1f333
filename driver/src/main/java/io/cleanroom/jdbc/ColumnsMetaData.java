package io.cleanroom.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** The columns of a result; a column that does not exist is an {@link SQLException} (07009). */
final class ColumnsMetaData implements ResultSetMetaData {
    private final List<ColumnMetaData> columns;

    ColumnsMetaData(List<ColumnMetaData> columns) {
        this.columns = columns;
    }

    private ColumnMetaData column(int column) throws SQLException {
        if (column < 1 || column > columns.size()) {
            throw Errors.of("there is no column " + column + "; the result has " + columns.size(), "07009");
        }
        return columns.get(column - 1);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        return column(column).autoIncrement;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return JdbcTypes.isText(column(column).type.id);
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        ColumnMetaData described = column(column);
        return described.searchable && !ResultType.isNested(described.type.id);
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        return column(column).currency;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return column(column).nullable;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return JdbcTypes.isNumeric(column(column).type.id);
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        ColumnMetaData described = column(column);
        return ResultType.isNested(described.type.id) ? Integer.MAX_VALUE : described.displaySize;
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).label;
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return column(column).columnName;
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        return orEmpty(column(column).schemaName);
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        ColumnMetaData described = column(column);
        return ResultType.isNested(described.type.id) ? 0 : JdbcTypes.precision(described.type.id, described.precision);
    }

    @Override
    public int getScale(int column) throws SQLException {
        ColumnMetaData described = column(column);
        return ResultType.isNested(described.type.id) ? 0 : described.scale;
    }

    @Override
    public String getTableName(int column) throws SQLException {
        return orEmpty(column(column).tableName);
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        return orEmpty(column(column).catalogName);
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return column(column).type.id;
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return ResultType.text(column(column).type);
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    /** The class of what {@code getObject} returns, which is {@link Values#natural}'s choice and not the server's. */
    @Override
    public String getColumnClassName(int column) throws SQLException {
        return JdbcTypes.classOf(column(column).type.id).getName();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the column descriptions are no " + type.getName(), Errors.UNSUPPORTED);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
