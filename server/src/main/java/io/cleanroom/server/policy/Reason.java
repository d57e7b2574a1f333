package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.sql.Caret;
import io.cleanroom.server.sql.SourcePositions;
import java.util.Optional;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Why a query is refused: which rule, what, where, whose, and what is allowed instead.
 *
 * @param what a sentence without a full stop
 * @param pos where in the statement, if that can be said
 * @param owner the member whose rule it is; empty for rules of the clean room itself
 * @param allowed what would pass
 */
public record Reason(String rule, String what, Optional<SqlParserPos> pos, Optional<Name> owner, String allowed) {
    /** Rules of this name do not judge the query; they say what others have still to do. */
    public static final String TEMPLATE_APPROVED = "template-approved";

    boolean isReadiness() {
        return rule.equals(TEMPLATE_APPROVED);
    }

    /** As every client, explanation and record shows it. */
    public String text(SourcePositions positions) {
        StringBuilder text = new StringBuilder("[" + rule + "] " + what);
        Optional<SqlParserPos> place = pos.filter(p -> p.getLineNum() > 0);
        place.ifPresent(p -> text.append(Caret.where(p)).append('\n').append(Caret.lines(positions.sql(), p)));
        text.append("\n  rule of: ").append(owner.map(Name::sql).orElse("the clean room"));
        text.append("\n  allowed: ").append(allowed);
        text.append("\n  see docs/rules/").append(rule).append(".md");
        return text.toString();
    }
}
