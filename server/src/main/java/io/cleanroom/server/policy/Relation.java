package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The type of a relation in a plan: what its rows are, which references are inside, and where each field comes from. */
public record Relation(Status status, Set<TableReference> references, List<Field> fields) {
    /** Rows of members' tables must become RELEASED before they may leave; CONSTANT holds nothing of any table. */
    public enum Status {
        ROWS,
        RELEASED,
        CONSTANT
    }

    public Relation {
        references = Set.copyOf(references);
        fields = List.copyOf(fields);
    }

    boolean isRows() {
        return status == Status.ROWS;
    }

    Relation withFields(List<Field> newFields) {
        return new Relation(status, references, newFields);
    }

    static Set<TableReference> union(Relation a, Relation b) {
        Set<TableReference> all = new HashSet<>(a.references);
        all.addAll(b.references);
        return all;
    }
}
