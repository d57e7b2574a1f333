package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How domain values stand in columns. */
public final class Rows {
    private Rows() {}

    public static Name name(ResultSet row, String column) throws SQLException {
        return Name.of(row.getString(column));
    }

    public static Optional<Name> optionalName(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Name::of);
    }

    /** Columns {@code kind}, {@code type_precision} and {@code type_scale}, of a type that is not nested. */
    static ColumnType type(ResultSet row) throws SQLException {
        return new ColumnType(
                ColumnType.Kind.valueOf(row.getString("kind")), row.getInt("type_precision"), row.getInt("type_scale"));
    }

    /** Time stands as UTC without a zone, in microseconds. */
    public static LocalDateTime time(Instant instant) {
        return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    public static Optional<Instant> optionalTime(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(t -> t.toInstant(ZoneOffset.UTC));
    }

    public static Optional<Integer> optionalInt(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Integer.class));
    }

    /** In declaration order, separated by commas. */
    static <E extends Enum<E>> String words(Collection<E> values) {
        return values.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    static <E extends Enum<E>> Set<E> words(Class<E> type, @Nullable String text) {
        EnumSet<E> values = EnumSet.noneOf(type);
        if (text != null && !text.isEmpty()) {
            Arrays.stream(text.split(",", -1)).forEach(word -> values.add(Enum.valueOf(type, word)));
        }
        return values;
    }
}
