/** What was parsed, one record a statement, names folded and values typed; nothing here has been checked against a store. */
@NullMarked
package io.cleanroom.server.sql.statement;

import org.jspecify.annotations.NullMarked;
