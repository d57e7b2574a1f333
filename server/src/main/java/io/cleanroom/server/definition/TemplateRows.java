package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.ParameterDomain;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.store.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Templates, their parameters, and who has approved them. */
final class TemplateRows {
    /** How an owner of a referenced table stands to a template. */
    record Consent(Name owner, String state, Optional<Approval> approval, int runs) {
        boolean given() {
            return state.equals("APPROVED");
        }
    }

    private TemplateRows() {}

    static List<@Nullable Object[]> templates(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Room room : view.rooms()) {
            for (AnalysisTemplate template : room.templates()) {
                rows.add(new @Nullable Object[] {
                    template.collaboration().text(),
                    template.name().text(),
                    template.author().text(),
                    template.description(),
                    template.sql(),
                    template.tables().stream().map(Name::text).collect(Collectors.joining(", ")),
                    Canonical.hash(template, room).hex(),
                    approved(view, room, template)
                });
            }
        }
        return rows;
    }

    static boolean approved(View view, Room room, AnalysisTemplate template) {
        return template.tables().stream().allMatch(alias -> room.table(alias).isPresent())
                && consents(view, room, template).stream().allMatch(Consent::given);
    }

    static List<Consent> consents(View view, Room room, AnalysisTemplate template) {
        Set<Name> owners = new TreeSet<>();
        template.tables().forEach(alias -> room.table(alias).ifPresent(t -> owners.add(t.owner())));
        Sha256 hash = Canonical.hash(template, room);
        return owners.stream()
                .map(owner -> consent(view, room, template, owner, hash))
                .toList();
    }

    private static Consent consent(View view, Room room, AnalysisTemplate template, Name owner, Sha256 hash) {
        Optional<Approval> found = room.approvals().stream()
                .filter(a -> a.template().equals(template.name()) && a.owner().equals(owner))
                .findFirst();
        if (found.isEmpty()) {
            return new Consent(owner, "MISSING", found, 0);
        }
        Approval approval = found.get();
        int runs = view.transaction().approvals().runs(approval);
        String state;
        if (!approval.hash().equals(hash)) {
            state = "OUTDATED";
        } else if (!approval.covers(hash, view.now())) {
            state = "EXPIRED";
        } else {
            state = approval.maximumRuns().filter(maximum -> runs >= maximum).isPresent() ? "USED UP" : "APPROVED";
        }
        return new Consent(owner, state, found, runs);
    }

    static List<@Nullable Object[]> parameters(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Room room : view.rooms()) {
            for (AnalysisTemplate template : room.templates()) {
                int position = 1;
                for (TemplateParameter parameter : template.parameters()) {
                    rows.add(new @Nullable Object[] {
                        template.collaboration().text(),
                        template.name().text(),
                        position++,
                        parameter.name().text(),
                        parameter.type().sql(),
                        parameter.domain().map(ParameterDomain::sql).orElse(null),
                        parameter.defaultValue().orElse(null),
                        parameter.isList() ? parameter.listMaximum() : null
                    });
                }
            }
        }
        return rows;
    }

    static List<@Nullable Object[]> approvals(View view) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Room room : view.rooms()) {
            for (AnalysisTemplate template : room.templates()) {
                for (Consent consent : consents(view, room, template)) {
                    Optional<Approval> approval = consent.approval();
                    rows.add(new @Nullable Object[] {
                        template.collaboration().text(),
                        template.name().text(),
                        consent.owner().text(),
                        consent.state(),
                        approval.map(a -> a.hash().hex()).orElse(null),
                        approval.map(a -> a.by().toString()).orElse(null),
                        approval.map(a -> Rows.time(a.at())).orElse(null),
                        approval.flatMap(Approval::expires).map(Rows::time).orElse(null),
                        approval.flatMap(Approval::maximumRuns).orElse(null),
                        approval.map(a -> consent.runs()).orElse(null),
                        approval.filter(a -> !a.runners().isEmpty())
                                .map(a -> a.runners().stream().map(Name::text).collect(Collectors.joining(", ")))
                                .orElse(null)
                    });
                }
            }
        }
        return rows;
    }
}
