package io.cleanroom.server.sql;

import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator over the closed list of operators. */
final class Validator extends SqlValidatorImpl {
    Validator(SqlValidatorCatalogReader catalog, RelDataTypeFactory types, Config config) {
        super(AllowedFunctions.table(), catalog, types, config);
    }
}
