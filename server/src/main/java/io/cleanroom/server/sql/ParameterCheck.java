package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ParameterDomain;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns given values into those of the declared types, or refuses with 22023 and the parameter's name. */
public final class ParameterCheck {
    private ParameterCheck() {}

    /**
     * The value of each slot: Boolean, Long, Double, BigDecimal, String, Bytes, LocalDate, LocalTime, LocalDateTime, or null.
     *
     * @param markers the client's values, by marker
     */
    public static List<@Nullable Object> values(List<ParameterSlot> slots, List<@Nullable Object> markers) {
        List<@Nullable Object> values = new ArrayList<>();
        Map<Integer, List<@Nullable Object>> lists = new HashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            values.add(value(slots.get(i), i, markers, lists));
        }
        return values;
    }

    private static @Nullable Object value(
            ParameterSlot slot,
            int position,
            List<@Nullable Object> markers,
            Map<Integer, List<@Nullable Object>> lists) {
        Object given;
        String name = slot.declaration()
                .map(p -> "parameter " + p.name().sql())
                .orElseGet(() -> "parameter " + (position + 1));
        if (slot.origin() instanceof ParameterSlot.Origin.Marker marker) {
            if (marker.index() >= markers.size()) {
                throw new Problem(Code.INVALID_PARAMETER, name + " was given no value");
            }
            given = markers.get(marker.index());
        } else if (slot.origin() instanceof ParameterSlot.Origin.Element element) {
            TemplateParameter declared = slot.declaration().orElseThrow();
            List<@Nullable Object> list = lists.computeIfAbsent(
                    element.index(),
                    index -> ListValue.of(declared, index < markers.size() ? markers.get(index) : null));
            given = list.get(Math.min(element.position(), list.size() - 1));
        } else {
            given = ((ParameterSlot.Origin.Written) slot.origin()).value();
        }
        if (given == null) {
            if (slot.declaration().isPresent()) {
                throw new Problem(Code.INVALID_PARAMETER, name + " must have a value; NULL is not one");
            }
            return null;
        }
        Object value = typed(slot.type(), given)
                .orElseThrow(() -> new Problem(
                        Code.INVALID_PARAMETER,
                        name + " takes a " + slot.type().sql() + ". Provided: " + kind(given)
                                + fit(slot.type(), given)));
        slot.declaration().ifPresent(declared -> checkDomain(name, declared, value));
        if (slot.countsRows() && number(value).filter(n -> n.signum() >= 0).isEmpty()) {
            throw new Problem(Code.INVALID_PARAMETER, name + " is a number of rows, 0 or more");
        }
        return value;
    }

    static Problem wrongSize(TemplateParameter parameter, int size) {
        return new Problem(
                Code.INVALID_PARAMETER,
                "parameter " + parameter.name().sql() + " takes 1 to " + parameter.listMaximum() + " values. Provided: "
                        + size);
    }

    private static String kind(Object value) {
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Bytes) {
            return "bytes";
        }
        return value instanceof String
                ? "a text"
                : "a "
                        + value.getClass()
                                .getSimpleName()
                                .replace("Local", "")
                                .replace("DateTime", "TIMESTAMP")
                                .toUpperCase(java.util.Locale.ROOT);
    }

    private static String fit(ColumnType type, Object value) {
        if (value instanceof TemporalAccessor date && date.isSupported(ChronoField.YEAR) && !hasFourDigitYear(date)) {
            return " outside the years 1 to 9999";
        }
        if (value instanceof LocalDate date && wasLeftOut(date)) {
            return " of the ten days that the calendar left out in October 1582";
        }
        if (value instanceof Bytes bytes && type.kind() == ColumnType.Kind.VARBINARY) {
            return ", " + bytes.length() + " of them";
        }
        return value instanceof String text && type.kind() == ColumnType.Kind.VARCHAR
                ? " of " + text.length() + " characters"
                : "";
    }

    /** The value in the declared type, if it fits without loss. */
    private static Optional<Object> typed(ColumnType type, Object given) {
        return switch (type.kind()) {
            case BOOLEAN -> given instanceof Boolean ? Optional.of(given) : Optional.empty();
            case TINYINT -> integer(given, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integer(given, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(given, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(given, Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL ->
                given instanceof Number number && Float.isFinite(number.floatValue())
                        ? Optional.of(number.doubleValue())
                        : Optional.empty();
            case DOUBLE ->
                given instanceof Number number && Double.isFinite(number.doubleValue())
                        ? Optional.of(number.doubleValue())
                        : Optional.empty();
            case DECIMAL -> decimal(type, given);
            case ARRAY, ROW -> Optional.empty();
            case VARCHAR ->
                given instanceof String text && (type.precision() == 0 || text.length() <= type.precision())
                        ? Optional.of(text)
                        : Optional.empty();
            case VARBINARY ->
                given instanceof Bytes bytes && (type.precision() == 0 || bytes.length() <= type.precision())
                        ? Optional.of(bytes)
                        : Optional.empty();
            case DATE ->
                date(given).filter(ParameterCheck::hasFourDigitYear).filter(date -> !wasLeftOut((LocalDate) date));
            case TIME -> time(given);
            case TIMESTAMP -> timestamp(given).filter(ParameterCheck::hasFourDigitYear);
        };
    }

    /** Ten days that Calcite's dates do not have, in literals or otherwise: it would move them. */
    private static boolean wasLeftOut(LocalDate date) {
        return date.isAfter(LocalDate.of(1582, 10, 4)) && date.isBefore(LocalDate.of(1582, 10, 15));
    }

    /** Years that results can show, too. */
    private static boolean hasFourDigitYear(Object value) {
        int year = ((TemporalAccessor) value).get(ChronoField.YEAR);
        return year >= 1 && year <= 9999;
    }

    private static Optional<BigDecimal> number(Object given) {
        if (given instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (given instanceof BigInteger integer) {
            return Optional.of(new BigDecimal(integer));
        }
        if (given instanceof Long || given instanceof Integer || given instanceof Short || given instanceof Byte) {
            return Optional.of(BigDecimal.valueOf(((Number) given).longValue()));
        }
        return given instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.of(BigDecimal.valueOf(number.doubleValue()))
                : Optional.empty();
    }

    private static Optional<Object> integer(Object given, long lowest, long highest) {
        return number(given)
                .filter(n -> n.stripTrailingZeros().scale() <= 0)
                .filter(n -> n.compareTo(BigDecimal.valueOf(lowest)) >= 0)
                .filter(n -> n.compareTo(BigDecimal.valueOf(highest)) <= 0)
                .map(BigDecimal::longValueExact);
    }

    private static Optional<Object> decimal(ColumnType type, Object given) {
        return number(given)
                .filter(n -> n.stripTrailingZeros().scale() <= type.scale())
                .map(n -> n.setScale(type.scale()))
                .filter(n -> n.precision() <= type.precision())
                .map(Object.class::cast);
    }

    private static Optional<Object> date(Object given) {
        if (given instanceof LocalDateTime timestamp && timestamp.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return Optional.of(timestamp.toLocalDate());
        }
        return given instanceof LocalDate ? Optional.of(given) : parsed(given, LocalDate::parse);
    }

    private static Optional<Object> time(Object given) {
        return given instanceof LocalTime ? Optional.of(given) : parsed(given, LocalTime::parse);
    }

    private static Optional<Object> timestamp(Object given) {
        if (given instanceof LocalDate date) {
            return Optional.of(date.atStartOfDay());
        }
        return given instanceof LocalDateTime
                ? Optional.of(given)
                : parsed(given, text -> LocalDateTime.parse(text.replace(' ', 'T')))
                        .or(() -> parsed(given, text -> LocalDate.parse(text).atStartOfDay()));
    }

    private static Optional<Object> parsed(Object given, java.util.function.Function<String, Object> parser) {
        if (!(given instanceof String text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.strip()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static void checkDomain(String name, TemplateParameter declared, Object value) {
        declared.domain().ifPresent(domain -> {
            if (!contains(domain, declared.type(), value)) {
                throw new Problem(Code.INVALID_PARAMETER, name + " is outside its domain " + domain.sql());
            }
        });
    }

    private static boolean contains(ParameterDomain domain, ColumnType type, Object value) {
        if (domain instanceof ParameterDomain.OneOf oneOf) {
            return oneOf.literals().stream().anyMatch(literal -> compare(value, literal(literal, type)) == 0);
        }
        if (domain instanceof ParameterDomain.Between between) {
            return compare(value, literal(between.lowest(), type)) >= 0
                    && compare(value, literal(between.highest(), type)) <= 0;
        }
        if (domain instanceof ParameterDomain.Like like) {
            return value instanceof String text && like.matches(text);
        }
        return value instanceof String text && text.length() <= ((ParameterDomain.MaximumLength) domain).characters();
    }

    /** Refuses a domain or default whose literals are not of the parameter's type, and a default outside the domain. */
    public static void checkDeclaration(TemplateParameter parameter) {
        checkDomainOf(parameter);
        parameter.defaultValue().ifPresent(text -> {
            try {
                var unused = values(TemplateCalls.defaults(parameter), List.of());
            } catch (Problem e) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "the default " + text + " of " + parameter.name().sql() + " cannot be: " + e.text(),
                        e);
            }
        });
    }

    private static void checkDomainOf(TemplateParameter parameter) {
        parameter.domain().ifPresent(domain -> {
            if (domain instanceof ParameterDomain.OneOf oneOf) {
                oneOf.literals().forEach(literal -> literal(literal, parameter.type()));
            } else if (domain instanceof ParameterDomain.Between between) {
                if (compare(literal(between.lowest(), parameter.type()), literal(between.highest(), parameter.type()))
                        > 0) {
                    throw new Problem(
                            Code.INVALID_DEFINITION,
                            "the domain of " + parameter.name().sql() + " is empty: its first bound is the larger one");
                }
            } else if (parameter.type().kind() != ColumnType.Kind.VARCHAR) {
                throw new Problem(
                        Code.INVALID_DEFINITION,
                        "CHECK LENGTH and CHECK LIKE are for VARCHAR; "
                                + parameter.name().sql() + " is a "
                                + parameter.type().sql());
            }
        });
    }

    private static Object literal(String sql, ColumnType type) {
        Object written = Constants.value(SqlText.parseExpression(sql), "the domain's value " + sql);
        return Optional.ofNullable(written)
                .flatMap(value -> typed(type, value))
                .orElseThrow(() ->
                        new Problem(Code.INVALID_DEFINITION, "the domain's value " + sql + " is not a " + type.sql()));
    }

    @SuppressWarnings("unchecked") // both were made for one declared type
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }
}
