package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import java.util.List;
import java.util.SortedSet;

/** Judges the SQL of templates. */
public interface TemplateCompiler {
    /**
     * What a draft turned out to be.
     *
     * @param tables those of the room that its SQL refers to
     * @param warnings what is allowed, and yet seldom meant
     */
    record Compiled(SortedSet<Name> tables, List<String> warnings) {}

    /** A Problem if the draft's SQL does not bind, or if no member could ever run it. */
    Compiled compile(Room room, AnalysisTemplate draft);
}
