/** What runs an approved query. An engine accepts {@code ApprovedQuery} and nothing else, and its words never leave it. */
@NullMarked
package io.cleanroom.server.engine;

import org.jspecify.annotations.NullMarked;
