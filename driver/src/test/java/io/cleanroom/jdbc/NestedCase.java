package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.ArrayType;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ColumnMetaData.StructType;
import org.jspecify.annotations.Nullable;

/** Columns with arrays and structs as the server describes them, and values as they come in frames. */
@SuppressWarnings("JavaUtilDate")
final class NestedCase {
    private NestedCase() {}

    static AvaticaType scalar(int type, String text) {
        return ColumnMetaData.scalar(type, text, rep(type));
    }

    private static Rep rep(int type) {
        switch (type) {
            case Types.TIME:
            case Types.BIGINT:
                return Rep.LONG;
            case Types.TIMESTAMP:
                return Rep.JAVA_SQL_TIMESTAMP;
            case Types.DATE:
                return Rep.JAVA_SQL_DATE;
            case Types.DECIMAL:
                return Rep.NUMBER;
            case Types.VARBINARY:
                return Rep.BYTE_STRING;
            case Types.BOOLEAN:
                return Rep.BOOLEAN;
            case Types.DOUBLE:
                return Rep.DOUBLE;
            case Types.INTEGER:
                return Rep.INTEGER;
            default:
                return Rep.STRING;
        }
    }

    static final AvaticaType INTEGER = scalar(Types.INTEGER, "INTEGER");
    static final AvaticaType VARCHAR = scalar(Types.VARCHAR, "VARCHAR");
    static final AvaticaType DECIMAL = scalar(Types.DECIMAL, "DECIMAL(20, 4)");

    private static final List<AvaticaType> SCALARS = Arrays.asList(
            INTEGER,
            VARCHAR,
            DECIMAL,
            scalar(Types.BOOLEAN, "BOOLEAN"),
            scalar(Types.TINYINT, "TINYINT"),
            scalar(Types.SMALLINT, "SMALLINT"),
            scalar(Types.BIGINT, "BIGINT"),
            scalar(Types.REAL, "REAL"),
            scalar(Types.DOUBLE, "DOUBLE"),
            scalar(Types.VARBINARY, "VARBINARY"),
            scalar(Types.DATE, "DATE"),
            scalar(Types.TIME, "TIME"),
            scalar(Types.TIMESTAMP, "TIMESTAMP"));

    static AvaticaType array(AvaticaType element) {
        return ColumnMetaData.array(element, ResultType.text(element) + " ARRAY", Rep.ARRAY);
    }

    static AvaticaType struct(ColumnMetaData... fields) {
        return ColumnMetaData.struct(Arrays.asList(fields));
    }

    static ColumnMetaData column(int ordinal, String name, AvaticaType type) {
        boolean timed = type.id == Types.TIME || type.id == Types.TIMESTAMP;
        boolean exact = type.id == Types.DECIMAL;
        return new ColumnMetaData(
                ordinal,
                false,
                true,
                true,
                false,
                1,
                true,
                20,
                name,
                name,
                "",
                exact ? 20 : timed ? 6 : 0,
                exact ? 4 : timed ? 6 : 0,
                "",
                "",
                type,
                true,
                false,
                false,
                JdbcTypes.classOf(type.id).getName());
    }

    static AvaticaType random(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        if (kind == 0) {
            return SCALARS.get(random.nextInt(SCALARS.size()));
        } else if (kind == 1) {
            return array(random(random, depth - 1));
        }
        ColumnMetaData[] fields = new ColumnMetaData[1 + random.nextInt(4)];
        Arrays.setAll(fields, i -> column(i, "Field " + i, random(random, depth - 1)));
        return struct(fields);
    }

    /** A value as a frame of this driver's has it. */
    static @Nullable Object wire(Random random, AvaticaType type) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        if (type instanceof ArrayType) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(wire(random, ((ArrayType) type).getComponent()));
            }
            return elements;
        }
        if (type instanceof StructType) {
            List<@Nullable Object> fields = new ArrayList<>();
            for (ColumnMetaData field : ((StructType) type).columns) {
                fields.add(wire(random, field.type));
            }
            return fields;
        }
        switch (type.id) {
            case Types.BOOLEAN:
                return random.nextBoolean();
            case Types.TINYINT:
                return (byte) random.nextInt();
            case Types.SMALLINT:
                return (short) random.nextInt();
            case Types.INTEGER:
                return random.nextInt();
            case Types.BIGINT:
                return random.nextLong();
            case Types.REAL:
                return random.nextFloat();
            case Types.DOUBLE:
                return random.nextDouble();
            case Types.DECIMAL:
                return new BigDecimal(new BigInteger(60, random), 4).subtract(BigDecimal.ONE);
            case Types.VARBINARY:
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                return bytes;
            case Types.DATE:
                return random.nextInt(20_000);
            case Types.TIME:
                return (random.nextLong() >>> 1) % 86_400_000_000L;
            case Types.TIMESTAMP:
                return random.nextLong() >> 14;
            default:
                return "Straße \"" + random.nextInt(100);
        }
    }

    /** What a caller makes of {@link #wire}, with lists for arrays and structs and text for bytes. */
    static @Nullable Object expected(@Nullable Object wire, AvaticaType type) {
        if (wire instanceof List) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < ((List<?>) wire).size(); i++) {
                AvaticaType inside = type instanceof ArrayType
                        ? ((ArrayType) type).getComponent()
                        : ((StructType) type).columns.get(i).type;
                values.add(expected(((List<?>) wire).get(i), inside));
            }
            return values;
        }
        if (wire == null) {
            return null;
        }
        switch (type.id) {
            case Types.TINYINT:
            case Types.SMALLINT:
                return ((Number) wire).intValue();
            case Types.VARBINARY:
                return Arrays.toString((byte[]) wire);
            case Types.DATE:
                return Date.valueOf(LocalDate.ofEpochDay((Integer) wire));
            case Types.TIME:
                return Values.sqlTime(LocalTime.ofNanoOfDay((Long) wire * 1000), null);
            case Types.TIMESTAMP:
                return Timestamp.valueOf(LocalDateTime.of(1970, 1, 1, 0, 0)
                        .plusSeconds(Math.floorDiv((Long) wire, 1_000_000L))
                        .plusNanos(Math.floorMod((Long) wire, 1_000_000L) * 1000L));
            default:
                return wire;
        }
    }

    /** What a caller got, in the same form. */
    static @Nullable Object plain(@Nullable Object got) throws SQLException {
        if (got instanceof Array) {
            return plainAll((Object[]) ((Array) got).getArray());
        } else if (got instanceof Struct) {
            return plainAll(((Struct) got).getAttributes());
        } else if (got instanceof byte[]) {
            return Arrays.toString((byte[]) got);
        }
        return got instanceof Time ? new Time(((Time) got).getTime()) : got;
    }

    private static List<@Nullable Object> plainAll(@Nullable Object[] all) throws SQLException {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object one : all) {
            plain.add(plain(one));
        }
        return plain;
    }

    /** The rows of a frame as an Arrow stream. */
    static byte[] stream(List<ResultType> types, List<Object> rows) throws SQLException {
        List<@Nullable Object[]> decoded = new ArrayList<>();
        for (Object row : rows) {
            @Nullable Object[] values = ((List<?>) row).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = Values.fromWire(values[i], types.get(i));
            }
            decoded.add(values);
        }
        ArrowEncoder encoder = new ArrowEncoder(types);
        return join(encoder.schema(), encoder.batch(decoded), ArrowEncoder.end());
    }

    static byte[] join(ByteBuffer... messages) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(messages).mapToInt(ByteBuffer::remaining).sum());
        Arrays.stream(messages).forEach(all::put);
        return all.array();
    }
}
