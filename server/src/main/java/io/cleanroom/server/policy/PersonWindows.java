package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;

/** Windows over rows, for the verifier: each looks at the rows of one person of every source at a time. */
final class PersonWindows {
    private PersonWindows() {}

    static void prove(RexNode expression, Proof input, List<SourceRule> scans) {
        expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
                Set<Proof.Cell> keys = new HashSet<>();
                for (RexNode key : over.getWindow().partitionKeys) {
                    if (key instanceof RexInputRef ref) {
                        keys.addAll(input.fields().get(ref.getIndex()).equals());
                    }
                }
                for (int scan : input.rows()) {
                    Set<String> person = scans.get(scan).person();
                    if (person.isEmpty()
                            || !person.stream().allMatch(column -> keys.contains(new Proof.Cell(scan, column)))) {
                        throw new OutputVerifier.NotProved("a window over rows of several people");
                    }
                }
                return super.visitOver(over);
            }
        });
    }

    /** The cells whose values take part in an expression; those that partition a window do not. */
    static Set<Proof.Cell> bases(RexNode node, List<Proof.Known> fields) {
        Set<Proof.Cell> bases = new HashSet<>();
        if (node instanceof RexInputRef ref) {
            bases.addAll(fields.get(ref.getIndex()).bases());
        } else if (node instanceof RexCall call) {
            call.getOperands().forEach(o -> bases.addAll(bases(o, fields)));
            if (node instanceof RexOver over) {
                over.getWindow().orderKeys.forEach(k -> bases.addAll(bases(k.left, fields)));
            }
        }
        return bases;
    }
}
