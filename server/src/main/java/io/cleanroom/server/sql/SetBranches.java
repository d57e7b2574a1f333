package io.cleanroom.server.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SetopNamespace;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The queries of UNION, INTERSECT and EXCEPT. An array or row has no conversion to another type, or of NULL, and Calcite, which
 * looks for one, fails without a reason on a type that it does not know.
 */
final class SetBranches extends SetopNamespace {
    private final SqlValidatorImpl types;
    private final SqlCall call;

    SetBranches(SqlValidatorImpl validator, SqlCall call, SqlNode enclosing) {
        super(validator, call, enclosing);
        this.types = validator;
        this.call = call;
    }

    @Override
    public RelDataType validateImpl(RelDataType target) {
        SqlValidatorScope scope = types.getOverScope(call);
        // What is validated once is not validated again: Calcite finds the types of the branches there.
        call.getOperandList().forEach(branch -> types.validateQuery(branch, scope, target));
        List<RelDataTypeField> first = columns(call.operand(0));
        for (SqlNode branch : call.getOperandList()) {
            List<RelDataTypeField> columns = columns(branch);
            for (int i = 0; i < Math.min(first.size(), columns.size()); i++) {
                check(i + 1, first.get(i).getType(), columns.get(i).getType(), branch.getParserPosition());
            }
        }
        return super.validateImpl(target);
    }

    private List<RelDataTypeField> columns(SqlNode branch) {
        return types.getValidatedNodeType(branch).getFieldList();
    }

    private void check(int column, RelDataType first, RelDataType other, SqlParserPos at) {
        boolean nested = NestedType.is(first) || NestedType.is(other);
        if (nested && !first.equals(other)) {
            String why = "column " + column + " of " + call.getOperator().getName() + " is of type " + first
                    + " in one query and of type " + other + " in the other; give both the same type";
            throw new CalciteContextException(
                    "",
                    new SqlValidatorException(why, null),
                    at.getLineNum(),
                    at.getColumnNum(),
                    at.getEndLineNum(),
                    at.getEndColumnNum());
        }
    }
}
