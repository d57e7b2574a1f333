/**
 * DuckDB, embedded: the only package that imports its driver. {@link DuckDbSql} and its writers turn a verified plan into
 * text, {@link DuckDbEngine} executes it in locked instances, the {@code describe} classes read members' files.
 *
 * <p>Everything that runs over data is total: it gives NULL where the engine would raise an error, because an error tells
 * something about the data. {@code ExpressionWriter} is the one place for scalar expressions, {@code AggregateWriter} for
 * aggregates; an operator that neither knows is wrapped in {@code TRY} or refused, never passed on.
 */
@NullMarked
package io.cleanroom.server.engine.duckdb;

import org.jspecify.annotations.NullMarked;
