/** A clean room that is up and filled, for programs of other people to connect to. */
@NullMarked
package io.cleanroom.examples.clients;

import org.jspecify.annotations.NullMarked;
