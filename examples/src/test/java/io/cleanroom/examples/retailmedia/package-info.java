/** The story and its failures against the real server, as a process, through the real driver. */
@NullMarked
package io.cleanroom.examples.retailmedia;

import org.jspecify.annotations.NullMarked;
