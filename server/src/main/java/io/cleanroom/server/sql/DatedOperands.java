package io.cleanroom.server.sql;

import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** Operands of the given families, of which those that are a time say a day as well: Calcite's DATETIME family has TIME in it. */
record DatedOperands(SqlOperandTypeChecker families) implements SqlOperandTypeChecker {
    static DatedOperands of(SqlTypeFamily... families) {
        return new DatedOperands(OperandTypes.family(families));
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
        if (!families.checkOperandTypes(call, throwOnFailure)) {
            return false;
        }
        if (call.collectOperandTypes().stream().noneMatch(type -> type.getSqlTypeName() == SqlTypeName.TIME)) {
            return true;
        }
        if (throwOnFailure) {
            throw call.newValidationSignatureError();
        }
        return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return families.getOperandCountRange();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
        return families.getAllowedSignatures(operator, name).replace("DATETIME", "DATE or TIMESTAMP");
    }
}
