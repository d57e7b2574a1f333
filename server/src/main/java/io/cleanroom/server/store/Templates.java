package io.cleanroom.server.store;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.ParameterDomain;
import io.cleanroom.server.collaboration.TemplateParameter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Analysis templates by collaboration and name. */
public final class Templates {
    private enum DomainKind {
        ONE_OF,
        BETWEEN,
        LENGTH,
        LIKE
    }

    private final Handle handle;

    Templates(Handle handle) {
        this.handle = handle;
    }

    public List<AnalysisTemplate> of(Name collaboration) {
        return handle.createQuery("SELECT * FROM templates WHERE collaboration = :collaboration ORDER BY name")
                .bind("collaboration", collaboration.text())
                .map((row, context) -> template(row))
                .list();
    }

    private AnalysisTemplate template(ResultSet row) throws SQLException {
        Name collaboration = Rows.name(row, "collaboration");
        Name name = Rows.name(row, "name");
        return new AnalysisTemplate(
                collaboration,
                name,
                Rows.name(row, "author"),
                parameters(collaboration, name),
                row.getString("description"),
                row.getString("sql_text"),
                new TreeSet<>(of("SELECT alias FROM template_tables", collaboration, name, "")
                        .map((r, context) -> Rows.name(r, "alias"))
                        .list()));
    }

    private Query of(String select, Name collaboration, Name template, String more) {
        return handle.createQuery(select + " WHERE collaboration = :collaboration AND template = :template" + more)
                .bind("collaboration", collaboration.text())
                .bind("template", template.text());
    }

    private List<TemplateParameter> parameters(Name collaboration, Name template) {
        return of("SELECT * FROM template_parameters", collaboration, template, " ORDER BY position")
                .map((row, context) -> new TemplateParameter(
                        Rows.name(row, "name"),
                        Rows.type(row),
                        row.getInt("list_maximum"),
                        domain(row, collaboration, template),
                        Optional.ofNullable(row.getString("default_value"))))
                .list();
    }

    private Optional<ParameterDomain> domain(ResultSet row, Name collaboration, Name template) throws SQLException {
        String kind = row.getString("domain_kind");
        if (kind == null) {
            return Optional.empty();
        }
        List<String> literals = of(
                        "SELECT literal FROM parameter_domains",
                        collaboration,
                        template,
                        " AND parameter = :parameter ORDER BY position")
                .bind("parameter", row.getInt("position"))
                .mapTo(String.class)
                .list();
        return Optional.of(
                switch (DomainKind.valueOf(kind)) {
                    case ONE_OF -> new ParameterDomain.OneOf(literals);
                    case BETWEEN -> new ParameterDomain.Between(literals.get(0), literals.get(1));
                    case LIKE ->
                        new ParameterDomain.Like(
                                literals.get(0),
                                literals.size() == 1
                                        ? Optional.empty()
                                        : Optional.of(literals.get(1).charAt(0)));
                    case LENGTH -> new ParameterDomain.MaximumLength(Integer.parseInt(literals.get(0)));
                });
    }

    public void insert(AnalysisTemplate template) {
        String collaboration = template.collaboration().text();
        String name = template.name().text();
        handle.execute(
                "INSERT INTO templates (collaboration, name, author, description, sql_text) VALUES (?, ?, ?, ?, ?)",
                collaboration,
                name,
                template.author().text(),
                template.description(),
                template.sql());
        insertParts(template);
    }

    /** A new version under the same name; approvals stay, for the hash that they were given for. */
    public void replace(AnalysisTemplate template) {
        String collaboration = template.collaboration().text();
        String name = template.name().text();
        handle.execute("DELETE FROM template_parameters WHERE collaboration = ? AND template = ?", collaboration, name);
        handle.execute("DELETE FROM template_tables WHERE collaboration = ? AND template = ?", collaboration, name);
        handle.execute(
                "UPDATE templates SET author = ?, description = ?, sql_text = ? WHERE collaboration = ? AND name = ?",
                template.author().text(),
                template.description(),
                template.sql(),
                collaboration,
                name);
        insertParts(template);
    }

    private void insertParts(AnalysisTemplate template) {
        String collaboration = template.collaboration().text();
        String name = template.name().text();
        int position = 0;
        for (TemplateParameter parameter : template.parameters()) {
            insert(collaboration, name, position++, parameter);
        }
        template.tables()
                .forEach(alias -> handle.execute(
                        "INSERT INTO template_tables (collaboration, template, alias) VALUES (?, ?, ?)",
                        collaboration,
                        name,
                        alias.text()));
    }

    private void insert(String collaboration, String template, int position, TemplateParameter parameter) {
        handle.execute(
                "INSERT INTO template_parameters (collaboration, template, position, name, kind, type_precision,"
                        + " type_scale, domain_kind, list_maximum, default_value)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                collaboration,
                template,
                position,
                parameter.name().text(),
                parameter.type().kind().name(),
                parameter.type().precision(),
                parameter.type().scale(),
                parameter.domain().map(domain -> kind(domain).name()).orElse(null),
                parameter.listMaximum(),
                parameter.defaultValue().orElse(null));
        int literal = 0;
        for (String text : parameter.domain().map(Templates::literals).orElse(List.of())) {
            handle.execute(
                    "INSERT INTO parameter_domains (collaboration, template, parameter, position, literal)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    collaboration,
                    template,
                    position,
                    literal++,
                    text);
        }
    }

    private static DomainKind kind(ParameterDomain domain) {
        if (domain instanceof ParameterDomain.OneOf) {
            return DomainKind.ONE_OF;
        }
        if (domain instanceof ParameterDomain.Like) {
            return DomainKind.LIKE;
        }
        return domain instanceof ParameterDomain.Between ? DomainKind.BETWEEN : DomainKind.LENGTH;
    }

    private static List<String> literals(ParameterDomain domain) {
        if (domain instanceof ParameterDomain.OneOf oneOf) {
            return oneOf.literals();
        }
        if (domain instanceof ParameterDomain.Between between) {
            return List.of(between.lowest(), between.highest());
        }
        if (domain instanceof ParameterDomain.Like like) {
            return like.escape()
                    .map(escape -> List.of(like.pattern(), String.valueOf(escape)))
                    .orElse(List.of(like.pattern()));
        }
        return List.of(Integer.toString(((ParameterDomain.MaximumLength) domain).characters()));
    }

    /** Drops it with its approvals. */
    public void delete(Name collaboration, Name name) {
        handle.execute("DELETE FROM templates WHERE collaboration = ? AND name = ?", collaboration.text(), name.text());
    }
}
