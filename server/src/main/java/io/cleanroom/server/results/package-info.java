/**
 * Where the rows of submitted queries go: files below the receivers' result locations, whole or not there. Knows paths and
 * formats, and nothing of queries: what comes here has passed the release gate. Imports {@code collaboration}, {@code error}
 * and {@code engine}, which writes Parquet; a new format gets a file here and a line in {@code ResultFormats}.
 */
@NullMarked
package io.cleanroom.server.results;

import org.jspecify.annotations.NullMarked;
