package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/**
 * Parse tree to bound plan. Validates against what exists for the runner, expands template calls, and converts without any
 * simplification: what is judged later is what was written.
 */
public final class QueryBinder {
    private static final SqlValidator.Config VALIDATION = SqlValidator.Config.DEFAULT
            .withConformance(SqlConformanceEnum.LENIENT)
            .withIdentifierExpansion(true)
            // COALESCE and NULLIF stay what they are, so that a grant can name them.
            .withCallRewrite(false)
            .withDefaultNullCollation(org.apache.calcite.config.NullCollation.LAST)
            .withTypeCoercionEnabled(true);

    private static final java.util.regex.Pattern GENERATED = java.util.regex.Pattern.compile("EXPR\\$(\\d{1,4})");

    private final SystemSchema system;

    public QueryBinder(SystemSchema system) {
        this.system = system;
    }

    /** A statement that is nothing but one call: its template, and what the parameters are given. */
    public record TemplateCall(AnalysisTemplate template, List<ParameterSlot> parameters) {
        public TemplateCall {
            parameters = List.copyOf(parameters);
        }
    }

    /** Whether the statement is {@code CALL t(...)} or {@code SELECT * FROM TABLE(t(...))}; 42883 if there is no such t. */
    public static Optional<TemplateCall> templateCall(Optional<Room> room, SqlNode statement) {
        return new TemplateCalls(room).whole(statement).map(w -> new TemplateCall(w.template(), w.parameters()));
    }

    /** Binds a query of the runner; throws {@code Problem} for what does not exist or does not fit together. */
    public BoundQuery bind(Name runner, Optional<Room> room, SqlNode statement, String sql) {
        TemplateCalls calls = new TemplateCalls(room);
        refuseControlCharacters(statement);
        return bind(new RoomCatalog(runner, room, system), runner, room, calls, statement, sql);
    }

    /**
     * Binds a template's text alone; its parameters are the markers, in the order of declaration.
     *
     * @param runner a member that may query the room
     */
    public BoundQuery bindTemplate(Name runner, Room room, AnalysisTemplate template) {
        Room with = withTemplate(room, template);
        String call = "CALL " + template.name().sql()
                + template.parameters().stream()
                        .map(p -> "?")
                        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
        return bind(
                new RoomCatalog(runner, Optional.of(with), system),
                runner,
                Optional.of(with),
                new TemplateCalls(Optional.of(with)),
                SqlText.parseNode(call),
                template.sql());
    }

    private static Room withTemplate(Room room, AnalysisTemplate template) {
        List<AnalysisTemplate> templates = new ArrayList<>(room.templates());
        templates.removeIf(t -> t.name().equals(template.name()));
        templates.add(template);
        return new Room(room.version(), room.collaboration(), room.tables(), templates, room.approvals());
    }

    /** The tables of the room that exist for the member, in the order of their association. */
    public static List<BoundTable.OfMember> tables(Name member, Room room) {
        return RoomCatalog.tables(member, room);
    }

    /** The names before the dot in the tables and templates that a query names. */
    public static SortedSet<Name> schemas(SqlNode query) {
        return Mentions.in(query).schemas();
    }

    /** The tables and templates that a query's text names, whether they exist or not. */
    public static SortedSet<Name> mentioned(String sql) {
        return SqlText.parse(sql) instanceof Query query
                ? Mentions.in(query.node()).objects()
                : new java.util.TreeSet<>();
    }

    /** The tables that a template's text refers to. */
    public static SortedSet<Name> tables(String templateSql) {
        return TemplateTables.in(SqlText.parseQuery(templateSql));
    }

    private static BoundQuery bind(
            RoomCatalog catalog,
            Name runner,
            Optional<Room> room,
            TemplateCalls calls,
            SqlNode statement,
            String text) {
        SqlNode expanded = expanded(calls, statement, text);
        List<String> labels = OutputNames.labels(expanded);
        JavaTypeFactoryImpl types = new JavaTypeFactoryImpl(CleanroomTypeSystem.INSTANCE);
        CalciteCatalogReader reader = catalog.reader(types);
        SqlValidator validator = new Validator(reader, types, VALIDATION);
        try {
            SqlNode validated = validator.validate(expanded);
            ImpliedConstants.check(validated, text);
            RelDataType parameterTypes = validator.getParameterRowType(validated);
            RelRoot root = PlanConversion.convert(validated, validator, reader, types);
            TextGrowth.check(root.rel);
            Conversions.check(root.rel);
            return new BoundQuery(
                    runner,
                    room,
                    calls.called(),
                    root.rel,
                    columns(root, labels),
                    slots(calls.slots(), calls.markers(), parameterTypes, RowCounts.parameters(root.rel)),
                    new SourcePositions(text, validated));
        } catch (CalciteContextException e) {
            throw BindProblems.of(e, text, catalog);
        } catch (UnsupportedOperationException | AssertionError | ClassCastException | IndexOutOfBoundsException e) {
            // Calcite's validator and converter fail in these ways on shapes they do not know.
            throw new Problem(Code.NOT_SUPPORTED, "this form of query is not supported", e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof StackOverflowError overflow) {
                throw StatementSize.tooDeep(overflow);
            }
            if (e instanceof Problem) {
                throw e;
            }
            if (e.getCause() instanceof CalciteContextException context) {
                throw BindProblems.of(context, text, catalog);
            }
            throw new Problem(Code.NOT_SUPPORTED, "this form of query is not supported", e);
        } catch (StackOverflowError e) {
            throw StatementSize.tooDeep(e);
        }
    }

    private static SqlNode expanded(TemplateCalls calls, SqlNode statement, String text) {
        try {
            SqlNode expanded = new Spelling(text).canonical(calls.expand(statement));
            StatementSize.check(expanded);
            return expanded;
        } catch (StackOverflowError e) {
            throw StatementSize.tooDeep(e);
        }
    }

    /** The plan's own first fields are the columns; a plan that sorts by something else has it after them. */
    private static List<OutputColumn> columns(RelRoot root, List<String> labels) {
        List<OutputColumn> columns = new ArrayList<>();
        int index = 0;
        for (Map.Entry<Integer, String> field : root.fields) {
            if (field.getKey() != index++) {
                throw new Problem(Code.NOT_SUPPORTED, "name each output column once");
            }
            RelDataTypeField planned = root.rel.getRowType().getFieldList().get(field.getKey());
            columns.add(new OutputColumn(label(field.getValue(), labels), Types.ours(planned.getType())));
        }
        return columns;
    }

    /** A column that could not be given its name within the query has it here; PostgreSQL counts those of VALUES from 1. */
    private static String label(String name, List<String> labels) {
        java.util.regex.Matcher generated = GENERATED.matcher(name);
        if (!generated.matches()) {
            return name;
        }
        int index = Integer.parseInt(generated.group(1));
        return index < labels.size() ? labels.get(index) : "column" + (index + 1);
    }

    private static List<ParameterSlot> slots(
            List<@Nullable ParameterSlot> slots,
            Map<Integer, Integer> markers,
            RelDataType types,
            Set<Integer> rowCounts) {
        List<ParameterSlot> complete = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            ParameterSlot slot = slots.get(i);
            if (slot == null) {
                throw new IllegalStateException("slot " + i + " is empty");
            }
            if (markers.containsValue(i) && i < types.getFieldCount()) {
                slot = new ParameterSlot(
                        slot.origin(), Types.ours(types.getFieldList().get(i).getType()), Optional.empty());
            }
            complete.add(rowCounts.contains(i) ? slot.countingRows() : slot);
        }
        return complete;
    }

    private static void refuseControlCharacters(SqlNode statement) {
        statement.accept(new org.apache.calcite.sql.util.SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(org.apache.calcite.sql.SqlIdentifier id) {
                for (String part : id.names) {
                    if (part.chars().anyMatch(Character::isISOControl)) {
                        SqlParserPos pos = id.getParserPosition();
                        throw new Problem(Code.SYNTAX, "a name has no control characters" + Caret.where(pos));
                    }
                }
                return null;
            }
        });
    }
}
