package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Calls an analysis template; its parameters can be set by number or by name, and its rows are the result. */
final class CleanroomCallableStatement extends NamedParameters {
    private final @Nullable TemplateCall call;
    private @Nullable List<String> declared;

    CleanroomCallableStatement(
            CleanroomConnection connection,
            Meta.StatementHandle handle,
            Meta.Signature signature,
            String sql,
            int holdability)
            throws SQLException {
        super(connection, handle, signature, sql, holdability);
        this.call = TemplateCall.parse(sql);
    }

    @Override
    int marker(String name) throws SQLException {
        checkOpen();
        if (name == null) {
            throw Errors.of("the name of the parameter is missing", Errors.BAD_VALUE);
        }
        TemplateCall known = call;
        if (known == null) {
            throw Errors.of("parameters have names in CALL name(...) alone; set them by number", Errors.UNSUPPORTED);
        }
        return known.marker(name, () -> declared(known));
    }

    private List<String> declared(TemplateCall known) throws SQLException {
        if (declared == null) {
            String collaboration = known.collaboration == null ? cleanroom().getSchema() : known.collaboration;
            declared = new TemplateCatalog(cleanroom()).parameterNames(collaboration, known.template);
        }
        return declared;
    }
}
