/**
 * What the clean room costs, as ratios against the same SQL on plain DuckDB in the same run. No tests: the profile
 * {@code bench} runs {@code Benchmark}.
 */
@NullMarked
package io.cleanroom.server.bench;

import org.jspecify.annotations.NullMarked;
