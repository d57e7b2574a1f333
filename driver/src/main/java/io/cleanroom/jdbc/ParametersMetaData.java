package io.cleanroom.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;

/** The {@code ?} markers of a prepared statement; one that does not exist is an {@link SQLException} (07009). */
final class ParametersMetaData implements ParameterMetaData {
    private final List<AvaticaParameter> parameters;

    ParametersMetaData(List<AvaticaParameter> parameters) {
        this.parameters = parameters;
    }

    private AvaticaParameter parameter(int index) throws SQLException {
        if (index < 1 || index > parameters.size()) {
            throw Errors.of("there is no parameter " + index + "; the statement has " + parameters.size(), "07009");
        }
        return parameters.get(index - 1);
    }

    @Override
    public int getParameterCount() {
        return parameters.size();
    }

    /** What a value may be is the server's to check; JDBC has no word for "depends on the template". */
    @Override
    public int isNullable(int index) throws SQLException {
        parameter(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return JdbcTypes.isNumeric(parameter(index).parameterType);
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        AvaticaParameter described = parameter(index);
        return JdbcTypes.precision(described.parameterType, described.precision);
    }

    @Override
    public int getScale(int index) throws SQLException {
        return parameter(index).scale;
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        return parameter(index).parameterType;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return parameter(index).typeName;
    }

    /** The class that {@code getObject} would give for a column of that type. */
    @Override
    public String getParameterClassName(int index) throws SQLException {
        return JdbcTypes.classOf(parameter(index).parameterType).getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        parameter(index);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the parameter descriptions are no " + type.getName(), Errors.UNSUPPORTED);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
