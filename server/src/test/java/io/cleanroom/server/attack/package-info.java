@org.jspecify.annotations.NullMarked
package io.cleanroom.server.attack;
