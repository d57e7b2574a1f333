@NullMarked
package io.cleanroom.server;

import org.jspecify.annotations.NullMarked;
