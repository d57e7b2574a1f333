/**
 * The JDBC driver against a real server, which runs in a process and a time zone of its own. {@link
 * io.cleanroom.server.jdbc.RetailServer} is that server; tests share one unless they stop it.
 */
@org.jspecify.annotations.NullMarked
package io.cleanroom.server.jdbc;
