package io.cleanroom.jdbc;

import java.util.List;

/** Rows of a result, column by column. */
final class ArrowBatch {
    final int rows;
    private final ArrowColumn[] columns;

    ArrowBatch(int rows, List<ArrowColumn> columns) {
        this.rows = rows;
        this.columns = columns.toArray(new ArrowColumn[0]);
    }

    /** A column, from 0. */
    ArrowColumn column(int index) {
        return columns[index];
    }
}
