package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import java.util.SortedSet;

/** Judges the SQL of a template that is being created. */
public interface TemplateCompiler {
    /** The tables of the room that the draft's SQL refers to; a Problem if the SQL does not bind for its author. */
    SortedSet<Name> tables(Room room, Name author, AnalysisTemplate draft);
}
