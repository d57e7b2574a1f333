package io.cleanroom.server.definition;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.store.Approvals;
import io.cleanroom.server.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A template as it is, line by line against what each owner approved. Everybody sees how the template's own text changed; how
 * the tables did, each owner against its own approval, and of others' tables no more than is granted.
 */
final class TemplateDiff {
    private TemplateDiff() {}

    /** What a member reads of a template at this moment. */
    static Approvals.Approved read(Room room, AnalysisTemplate template, Name reader) {
        String tables = template.tables().stream()
                .map(alias -> room.table(alias)
                        .map(table -> DefinitionText.of(table, reader))
                        .orElse("-- no table " + alias.sql()))
                .collect(Collectors.joining("\n"));
        return new Approvals.Approved(Canonical.text(template), tables);
    }

    /** Rows: the owner who approved, the part, {@code ' '}, {@code -} or {@code +}, the line. */
    static List<@Nullable Object[]> rows(Transaction transaction, Room room, AnalysisTemplate template, Name reader) {
        Approvals.Approved now = read(room, template, reader);
        Sha256 hash = Canonical.hash(template, room);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Approval approval : room.approvals()) {
            if (!approval.template().equals(template.name())) {
                continue;
            }
            String owner = approval.owner().text();
            Optional<Approvals.Approved> approved = transaction.approvals().approved(approval);
            if (approval.hash().equals(hash)) {
                rows.add(new @Nullable Object[] {owner, "template", " ", "-- unchanged since it was approved"});
            } else if (approved.isEmpty()) {
                rows.add(new @Nullable Object[] {
                    owner, "template", " ", "-- changed; the approved text was not kept, compare it with the audit log"
                });
            } else {
                diff(rows, owner, "template", approved.get().template(), now.template());
                if (approval.owner().equals(reader)) {
                    diff(rows, owner, "tables", approved.get().tables(), now.tables());
                } else if (approved.get().template().equals(now.template())) {
                    rows.add(new @Nullable Object[] {
                        owner, "tables", " ", "-- a table, its rule or its association changed"
                    });
                }
            }
        }
        return rows;
    }

    private static void diff(List<@Nullable Object[]> rows, String owner, String part, String before, String after) {
        DiffRowGenerator generator =
                DiffRowGenerator.create().lineNormalizer(line -> line).build();
        for (DiffRow row : generator.generateDiffRows(
                before.lines().toList(), after.lines().toList())) {
            switch (row.getTag()) {
                case EQUAL -> rows.add(new @Nullable Object[] {owner, part, " ", row.getOldLine()});
                case DELETE -> rows.add(new @Nullable Object[] {owner, part, "-", row.getOldLine()});
                case INSERT -> rows.add(new @Nullable Object[] {owner, part, "+", row.getNewLine()});
                case CHANGE -> {
                    rows.add(new @Nullable Object[] {owner, part, "-", row.getOldLine()});
                    rows.add(new @Nullable Object[] {owner, part, "+", row.getNewLine()});
                }
            }
        }
    }
}
