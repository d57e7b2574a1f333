@NullMarked
package io.cleanroom.server.wire;

import org.jspecify.annotations.NullMarked;
