package io.cleanroom.server.engine.duckdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.time.LocalDate;
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
    private static final long FIRST_MICROSECOND = FIRST_DAY * MICROS_PER_DAY;
    private static final long LAST_MICROSECOND = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

    private PresentableValues() {}

    static void clean(FieldVector vector) {
        vector.getChildrenFromFields().forEach(PresentableValues::clean);
        int rows = vector.getValueCount();
        if (vector instanceof Float8Vector) {
            LongBuffer bits = bytes(vector, Long.BYTES).asLongBuffer();
            for (int i = 0; i < rows; i++) {
                if (!Double.isFinite(Double.longBitsToDouble(bits.get(i)))) {
                    remove(vector, i);
                }
            }
        } else if (vector instanceof Float4Vector) {
            IntBuffer bits = bytes(vector, Integer.BYTES).asIntBuffer();
            for (int i = 0; i < rows; i++) {
                if (!Float.isFinite(Float.intBitsToFloat(bits.get(i)))) {
                    remove(vector, i);
                }
            }
        } else if (vector instanceof DateDayVector) {
            IntBuffer days = bytes(vector, Integer.BYTES).asIntBuffer();
            for (int i = 0; i < rows; i++) {
                if (days.get(i) < FIRST_DAY || days.get(i) > LAST_DAY) {
                    remove(vector, i);
                }
            }
        } else if (vector instanceof TimeStampMicroVector) {
            LongBuffer times = bytes(vector, Long.BYTES).asLongBuffer();
            for (int i = 0; i < rows; i++) {
                if (times.get(i) < FIRST_MICROSECOND || times.get(i) > LAST_MICROSECOND) {
                    remove(vector, i);
                }
            }
        }
    }

    /** Where there is no value, what lies there may be anything. */
    private static void remove(FieldVector vector, int row) {
        if (!vector.isNull(row)) {
            vector.setNull(row);
        }
    }

    /** All values at once: asking the vector for one of them costs more than looking at it. */
    private static ByteBuffer bytes(FieldVector vector, int width) {
        return vector.getDataBuffer()
                .nioBuffer(0, Math.multiplyExact(vector.getValueCount(), width))
                .order(ByteOrder.nativeOrder());
    }
}
