@NullMarked
package io.cleanroom.server.sql;

import org.jspecify.annotations.NullMarked;
