package io.cleanroom.server.sql.statement;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Source;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;

/** Statements that the query path answers with rows. Templates may be called in any of them. */
public sealed interface Query extends Statement {
    /** The query itself. */
    SqlNode node();

    /** {@code SELECT}, {@code VALUES}, {@code WITH}, and {@code CALL} as {@code SELECT * FROM TABLE(...)}. */
    record Select(SqlNode node) implements Query {}

    /** {@code EXPLAIN PLAN FOR}: the decision and nothing else. */
    record Explain(SqlNode node) implements Query {}

    /** {@code SUBMIT query INTO 'folder/name' FORMAT ... RESULT RECEIVERS (...)}; no receivers: the usual ones. */
    record Submit(SqlNode node, String into, Optional<Source.Format> format, List<Name> receivers) implements Query {}
}
