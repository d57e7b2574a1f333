/** The story of a statement in order: parse, decide, record, run, release, record. Imports all but concrete engines. */
@NullMarked
package io.cleanroom.server.query;

import org.jspecify.annotations.NullMarked;
