package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Our types and Calcite's, both ways. */
public final class Types {
    private Types() {}

    /** Of a parameter in CREATE ANALYSIS TEMPLATE. */
    static ColumnType declared(SqlDataTypeSpec spec) {
        String written = spec.getTypeName().toString().toUpperCase(Locale.ROOT);
        int precision = -1;
        int scale = -1;
        if (spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
            precision = basic.getPrecision();
            scale = basic.getScale();
        }
        return switch (written) {
            case "BOOLEAN" -> ColumnType.of(Kind.BOOLEAN);
            case "TINYINT" -> ColumnType.of(Kind.TINYINT);
            case "SMALLINT" -> ColumnType.of(Kind.SMALLINT);
            case "INTEGER", "INT" -> ColumnType.of(Kind.INTEGER);
            case "BIGINT" -> ColumnType.of(Kind.BIGINT);
            case "REAL" -> ColumnType.of(Kind.REAL);
            case "FLOAT", "DOUBLE" -> ColumnType.of(Kind.DOUBLE);
            case "DECIMAL", "NUMERIC" -> ColumnType.decimal(precision < 0 ? 38 : precision, Math.max(scale, 0));
            case "CHAR", "CHARACTER", "VARCHAR", "TEXT" -> ColumnType.varchar(Math.max(precision, 0));
            case "BINARY", "VARBINARY", "BYTEA" -> ColumnType.varbinary(Math.max(precision, 0));
            case "DATE" -> ColumnType.of(Kind.DATE);
            case "TIME" -> ColumnType.of(Kind.TIME);
            case "TIMESTAMP" -> ColumnType.of(Kind.TIMESTAMP);
            default ->
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "a parameter is a BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p, s),"
                                + " VARCHAR(n), VARBINARY(n), DATE, TIME or TIMESTAMP. Provided: " + written);
        };
    }

    /** For CAST in a parse tree. */
    static SqlDataTypeSpec spec(ColumnType type, SqlParserPos pos) {
        SqlTypeName name = SqlTypeName.valueOf(type.kind().name());
        SqlBasicTypeNameSpec spec = switch (type.kind()) {
            case DECIMAL -> new SqlBasicTypeNameSpec(name, type.precision(), type.scale(), pos);
            case VARCHAR, VARBINARY ->
                type.precision() == 0
                        ? new SqlBasicTypeNameSpec(name, pos)
                        : new SqlBasicTypeNameSpec(name, type.precision(), pos);
            case TIME, TIMESTAMP -> new SqlBasicTypeNameSpec(name, 6, pos);
            case ARRAY, ROW -> throw new IllegalStateException("parameters have no parts");
            default -> new SqlBasicTypeNameSpec(name, pos);
        };
        return new SqlDataTypeSpec(spec, pos);
    }

    /** The Calcite type. */
    public static RelDataType calcite(ColumnType type, RelDataTypeFactory factory, boolean nullable) {
        RelDataType plain = switch (type.kind()) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL -> factory.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case VARCHAR -> ofLength(SqlTypeName.VARCHAR, type, factory);
            case VARBINARY -> ofLength(SqlTypeName.VARBINARY, type, factory);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, 6);
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
            case ARRAY, ROW -> new NestedType(type);
        };
        return factory.createTypeWithNullability(plain, nullable);
    }

    private static RelDataType ofLength(SqlTypeName name, ColumnType type, RelDataTypeFactory factory) {
        return type.precision() == 0 ? factory.createSqlType(name) : factory.createSqlType(name, type.precision());
    }

    /** Our type of a column that a query puts out; what has none is refused. */
    public static ColumnType ours(RelDataType type) {
        if (type instanceof NestedType nested) {
            return nested.columnType();
        }
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
            case TINYINT -> ColumnType.of(Kind.TINYINT);
            case SMALLINT -> ColumnType.of(Kind.SMALLINT);
            case INTEGER -> ColumnType.of(Kind.INTEGER);
            case BIGINT -> ColumnType.of(Kind.BIGINT);
            case REAL -> ColumnType.of(Kind.REAL);
            case FLOAT, DOUBLE -> ColumnType.of(Kind.DOUBLE);
            case DECIMAL -> ColumnType.decimal(type.getPrecision(), type.getScale());
            case CHAR, VARCHAR -> ColumnType.varchar(0);
            case BINARY, VARBINARY -> ColumnType.varbinary(0);
            case NULL -> ColumnType.varchar(0);
            case DATE -> ColumnType.of(Kind.DATE);
            case TIME -> ColumnType.of(Kind.TIME);
            case TIMESTAMP -> ColumnType.of(Kind.TIMESTAMP);
            default ->
                throw new Problem(
                        Code.NOT_SUPPORTED,
                        "a column of type " + type.getSqlTypeName() + " cannot be returned"
                                + (SqlTypeUtil.isInterval(type)
                                        ? "; DATEDIFF and TIMESTAMPDIFF give numbers"
                                        : "; cast it, for example to VARCHAR"));
        };
    }
}
