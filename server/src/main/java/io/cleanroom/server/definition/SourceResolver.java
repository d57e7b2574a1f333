package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceFiles;

/** Finds a member's files. */
public interface SourceResolver {
    /**
     * The files that the source's path names, at least one, none outside the owner's data location. A Problem
     * SOURCE_UNREADABLE names the path as the owner wrote it, so it is for the owner alone.
     */
    SourceFiles resolve(Member owner, Source source);
}
