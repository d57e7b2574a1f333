/** Many submissions, and servers that die: minutes, so in a profile of its own ({@code -Psoak}). */
@NullMarked
package io.cleanroom.server.soak;

import org.jspecify.annotations.NullMarked;
