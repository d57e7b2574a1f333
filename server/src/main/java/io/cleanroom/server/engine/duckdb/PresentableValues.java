package io.cleanroom.server.engine.duckdb;

import java.time.LocalDate;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroVector;

/** Values that SQL over JDBC has no word for become NULL: NaN, infinities, and dates outside the years 1 to 9999. */
final class PresentableValues {
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private PresentableValues() {}

    static void clean(FieldVector vector) {
        if (vector instanceof Float8Vector numbers) {
            keep(vector, i -> Double.isFinite(numbers.get(i)), numbers::setNull);
        } else if (vector instanceof Float4Vector numbers) {
            keep(vector, i -> Float.isFinite(numbers.get(i)), numbers::setNull);
        } else if (vector instanceof DateDayVector days) {
            keep(vector, i -> isDay(days.get(i)), days::setNull);
        } else if (vector instanceof TimeStampMicroVector times) {
            keep(vector, i -> isDay(Math.floorDiv(times.get(i), MICROS_PER_DAY)), times::setNull);
        }
    }

    private static boolean isDay(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    private static void keep(FieldVector vector, IntPredicate good, java.util.function.IntConsumer setNull) {
        for (int i = 0; i < vector.getValueCount(); i++) {
            if (!vector.isNull(i) && !good.test(i)) {
                setNull.accept(i);
            }
        }
    }
}
