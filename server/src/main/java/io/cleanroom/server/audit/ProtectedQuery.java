package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Sha256;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A query as it was asked and decided. {@code definitionHash} is that of the collaboration's whole definition, on which the
 * decision was made.
 *
 * @param id out of {@link #newId}
 * @param parameters as text, for example JSON; empty without any
 * @param templateSql the text of the template that is called
 * @param reasons the decision's, as text; empty without any
 * @param tables those that it reads: their owners may read of it
 * @param delivery who gets the rows
 * @param application what the client calls itself; empty if it does not say
 */
public record ProtectedQuery(
        String id,
        Principal runner,
        Optional<Name> collaboration,
        Kind kind,
        Optional<Name> template,
        String parameters,
        String sql,
        Optional<String> templateSql,
        String reasons,
        SortedSet<UsedTable> tables,
        Delivery delivery,
        String engine,
        Optional<Sha256> definitionHash,
        String application) {
    /** How it was asked. */
    public enum Kind {
        DIRECT,
        TEMPLATE
    }

    /** Where it stands; only the first three are followed by another. */
    public enum State {
        SUBMITTED,
        STARTED,
        CANCELLING,
        SUCCESS,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        REFUSED
    }

    /** A configured table under its owner's name for it. */
    public record UsedTable(Name owner, Name table) implements Comparable<UsedTable> {
        @Override
        public int compareTo(UsedTable other) {
            return Comparator.comparing(UsedTable::owner)
                    .thenComparing(UsedTable::table)
                    .compare(this, other);
        }
    }

    /**
     * Where the rows go.
     *
     * @param receivers whom they are for; nobody else learns how many there are
     * @param file the path below each receiver's result location; empty: a ResultSet
     */
    public record Delivery(SortedSet<Name> receivers, Optional<String> file) {
        public Delivery {
            receivers = Collections.unmodifiableSortedSet(new TreeSet<>(receivers));
        }

        /** To nobody, because nothing came out. */
        public static Delivery none() {
            return new Delivery(new TreeSet<>(), Optional.empty());
        }

        /** To the member that asks, through its connection. */
        public static Delivery resultSet(Name member) {
            return new Delivery(new TreeSet<>(Set.of(member)), Optional.empty());
        }
    }

    public ProtectedQuery {
        tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    /** Nobody can guess it. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** The runner, the owners of its tables, and the receivers. */
    SortedSet<Name> concerned() {
        SortedSet<Name> members = new TreeSet<>(delivery.receivers());
        tables.forEach(table -> members.add(table.owner()));
        members.add(runner.member());
        return members;
    }
}
