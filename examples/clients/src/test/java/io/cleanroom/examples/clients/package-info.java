/** Other people's programs and libraries, unchanged, with the driver's jar and a real server. */
@NullMarked
package io.cleanroom.examples.clients;

import org.jspecify.annotations.NullMarked;
