/**
 * The Cleanroom JDBC driver: {@code jdbc:cleanroom://host[:port]/[collaboration][?property=value&...]}.
 *
 * <p>{@link io.cleanroom.jdbc.CleanroomDriver} and {@link io.cleanroom.jdbc.ArrowResult}, which a result set unwraps to, are
 * all that is public; everything else is reached through {@code java.sql}. The driver speaks Avatica's protobuf protocol over its own HTTP transport and replaces every part of
 * Avatica's client that hangs, retries, hides an error or answers without asking. It opens no other connection, writes
 * nothing to the console and keeps nothing on disk.
 *
 * <p>Where to add: a connection property is a constant in {@code DriverProperty} and a reader in {@code Settings}; an
 * SQLState with its own exception class is a line in {@code Errors}; a Java type for parameters is a line in
 * {@code Parameters}, for results in {@code Values}.
 */
@NullMarked
package io.cleanroom.jdbc;

import org.jspecify.annotations.NullMarked;
