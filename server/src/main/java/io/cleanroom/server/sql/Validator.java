package io.cleanroom.server.sql;

import java.util.IdentityHashMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.validate.SetopNamespace;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Calcite's validator over the closed list of operators, with PostgreSQL's {@link TypedForms} and more
 * {@link ParameterTypes} than Calcite infers. */
final class Validator extends SqlValidatorImpl {
    private final IdentityHashMap<SqlNode, RelDataType> parameters = new IdentityHashMap<>();

    Validator(SqlValidatorCatalogReader catalog, RelDataTypeFactory types, Config config) {
        super(AllowedFunctions.table(), catalog, types, config);
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlBasicCall call) {
            TypedForms.rewrite(call, operand -> deriveType(scope, operand));
            giveTypes(call, scope);
        }
        return super.deriveType(scope, node);
    }

    @Override
    protected SetopNamespace createSetopNamespace(SqlCall call, SqlNode enclosing) {
        return new SetBranches(this, call, enclosing);
    }

    @Override
    public SqlTypeMappingRule getTypeMappingRule() {
        return Casts.RULE;
    }

    /** Calcite would look neither at what FILTER follows nor into its condition. */
    @Override
    public void validateCall(SqlCall call, SqlValidatorScope scope) {
        if (call.getKind() == SqlKind.FILTER && call.operand(0) instanceof SqlCall aggregate) {
            validateCall(aggregate, scope);
            call.operand(1).validateExpr(this, scope.getOperandScope(aggregate));
        }
        super.validateCall(call, scope);
    }

    /** Calcite would find that a parameter has no type, or that of a constant beside it. */
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlBasicCall call) {
            giveTypes(call, scope);
        }
        super.inferUnknownTypes(parameters.getOrDefault(node, inferred), scope, node);
    }

    private void giveTypes(SqlBasicCall call, SqlValidatorScope scope) {
        ParameterTypes.of(call, operand -> deriveType(scope, operand), typeFactory)
                .forEach((parameter, type) -> {
                    parameters.put(parameter, type);
                    setValidatedNodeType(parameter, type);
                });
    }
}
