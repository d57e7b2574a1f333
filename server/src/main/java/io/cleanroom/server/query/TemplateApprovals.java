package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.SharedTable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which templates a member may run now: every owner of a table in them has approved the present hash for it, and no approval
 * is over.
 */
final class TemplateApprovals {
    private TemplateApprovals() {}

    static SortedSet<Name> approved(Room room, Set<Name> templates, Name runner, Instant now) {
        SortedSet<Name> approved = new TreeSet<>();
        for (Name name : templates) {
            room.template(name).filter(t -> isApproved(room, t, runner, now)).ifPresent(t -> approved.add(name));
        }
        return approved;
    }

    static boolean isApproved(Room room, AnalysisTemplate template, Name runner, Instant now) {
        Sha256 hash = Canonical.hash(template, room);
        return owners(room, template).stream()
                .allMatch(owner -> room.approvals().stream()
                        .anyMatch(a -> a.template().equals(template.name())
                                && a.owner().equals(owner)
                                && a.covers(hash, runner, now)));
    }

    static SortedSet<Name> owners(Room room, AnalysisTemplate template) {
        return template.tables().stream()
                .map(room::table)
                .flatMap(Optional::stream)
                .map(SharedTable::owner)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
