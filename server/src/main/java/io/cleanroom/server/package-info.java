/**
 * Start-up: settings, wiring, signals. The only place that says {@code new Xxx()} for services. A setting is refused, never
 * adjusted; a new one is a line in {@code ServerConfig} and a paragraph in {@code conf/cleanroom.yaml}.
 */
@NullMarked
package io.cleanroom.server;

import org.jspecify.annotations.NullMarked;
