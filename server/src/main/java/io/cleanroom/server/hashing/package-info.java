/**
 * The tool that members apply to their identifiers before anything enters the clean room: normalises, hashes, rejects. Knows
 * neither files nor engines, and imports nothing of ours but {@code error}.
 */
@NullMarked
package io.cleanroom.server.hashing;

import org.jspecify.annotations.NullMarked;
