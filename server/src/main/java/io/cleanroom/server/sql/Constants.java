package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.util.BitString;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** The values of literals written as arguments. */
final class Constants {
    private Constants() {}

    /** Boolean, BigDecimal, String, Bytes, LocalDate, LocalTime, LocalDateTime, or null; 22023 for anything but a constant. */
    static @Nullable Object value(SqlNode node, String what) {
        if (node.getKind() == SqlKind.MINUS_PREFIX && ((SqlCall) node).operand(0) instanceof SqlLiteral literal) {
            if (value(literal, what) instanceof BigDecimal number) {
                return number.negate();
            }
        }
        if (node instanceof SqlUnknownLiteral typed) {
            return unknown(typed, what);
        }
        if (!(node instanceof SqlLiteral literal) || node instanceof SqlIntervalLiteral) {
            throw new Problem(
                    Code.INVALID_PARAMETER, what + " must be a constant or ?" + Caret.where(node.getParserPosition()));
        }
        Object value = literal.getValue();
        if (value == null || value instanceof Boolean || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof BitString bits) {
            if (bits.getBitCount() % Byte.SIZE != 0) {
                throw new Problem(
                        Code.INVALID_PARAMETER,
                        what + " has an odd number of digits" + Caret.where(node.getParserPosition()));
            }
            return Bytes.of(bits.getAsByteArray());
        }
        if (value instanceof DateString date) {
            return LocalDate.parse(date.toString());
        }
        if (value instanceof TimeString time) {
            return LocalTime.parse(time.toString());
        }
        if (value instanceof TimestampString timestamp) {
            return LocalDateTime.parse(timestamp.toString().replace(' ', 'T'));
        }
        return literal.getValueAs(String.class);
    }

    /** {@code DATE '...'} and the like, which the parser leaves for the validator to read. */
    private static Object unknown(SqlUnknownLiteral literal, String what) {
        String text = String.valueOf(literal.getValue()).strip();
        try {
            return switch (literal.tag) {
                case "DATE" -> LocalDate.parse(text);
                case "TIME" -> LocalTime.parse(text);
                default -> LocalDateTime.parse(text.replace(' ', 'T'));
            };
        } catch (DateTimeParseException e) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    what + " is not a valid " + literal.tag + Caret.where(literal.getParserPosition()),
                    e);
        }
    }
}
