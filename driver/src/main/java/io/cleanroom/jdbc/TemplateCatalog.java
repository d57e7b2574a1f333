package io.cleanroom.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The analysis templates that the user may see, asked of schema {@code system}: the protocol has no call for them. */
final class TemplateCatalog {
    static final class Template {
        final String collaboration;
        final String name;
        final String remarks;

        Template(String collaboration, String name, String remarks) {
            this.collaboration = collaboration;
            this.name = name;
            this.remarks = remarks;
        }
    }

    static final class Parameter {
        final String collaboration;
        final String template;
        final int position;
        final String name;
        final DeclaredType type;
        final String domain;
        /** As SQL writes it; null: none. */
        final @Nullable String defaultValue;

        Parameter(ResultSet row) throws SQLException {
            this.collaboration = text(row, 1);
            this.template = text(row, 2);
            this.position = row.getInt(3);
            this.name = text(row, 4);
            this.type = DeclaredType.parse(text(row, 5));
            this.domain = text(row, 6);
            this.defaultValue = row.getString(7);
        }
    }

    private final CleanroomConnection connection;

    TemplateCatalog(CleanroomConnection connection) {
        this.connection = connection;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** By schema and name. */
    List<Template> templates(@Nullable String schemaPattern, @Nullable String namePattern) throws SQLException {
        List<Template> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT collaboration, name, description, author, approved"
                        + " FROM system.templates ORDER BY collaboration, name")) {
            while (rows.next()) {
                if (NamePattern.matches(schemaPattern, text(rows, 1))
                        && NamePattern.matches(namePattern, text(rows, 2))) {
                    String description = text(rows, 3);
                    found.add(new Template(
                            text(rows, 1),
                            text(rows, 2),
                            description + (description.isEmpty() ? "" : "; ") + "author " + text(rows, 4)
                                    + (rows.getBoolean(5) ? "; approved" : "; not approved")));
                }
            }
        }
        return found;
    }

    /** By schema, template and position. */
    List<Parameter> parameters(
            @Nullable String schemaPattern, @Nullable String templatePattern, @Nullable String namePattern)
            throws SQLException {
        List<Parameter> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT collaboration, template, \"position\", name, type, domain,"
                                + " default_value FROM system.template_parameters ORDER BY collaboration, template, \"position\"")) {
            while (rows.next()) {
                Parameter parameter = new Parameter(rows);
                if (NamePattern.matches(schemaPattern, parameter.collaboration)
                        && NamePattern.matches(templatePattern, parameter.template)
                        && NamePattern.matches(namePattern, parameter.name)) {
                    found.add(parameter);
                }
            }
        }
        return found;
    }

    /** In order; empty if there is no such template, or none that the user may see. */
    List<String> parameterNames(@Nullable String collaboration, String template) throws SQLException {
        return parameters(null, null, null).stream()
                .filter(p -> p.collaboration.equalsIgnoreCase(collaboration) && p.template.equalsIgnoreCase(template))
                .map(p -> p.name)
                .collect(Collectors.toList());
    }
}
