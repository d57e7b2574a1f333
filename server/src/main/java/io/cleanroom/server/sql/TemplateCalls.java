package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts the text of templates in the place of their calls, as parse trees: {@code CALL t(...)} and {@code TABLE(t(...))}.
 * Arguments never enter the tree: each parameter becomes one opaque dynamic parameter of its declared type.
 */
final class TemplateCalls extends SqlShuttle {
    private final @Nullable Room room;
    private final List<ParameterSlot> slots = new ArrayList<>();
    private final Map<Integer, Integer> markers = new LinkedHashMap<>();
    private final SortedSet<Name> called = new TreeSet<>();

    TemplateCalls(Optional<Room> room) {
        this.room = room.orElse(null);
    }

    /** The templates that the expanded query calls. */
    SortedSet<Name> called() {
        return called;
    }

    /** One per dynamic parameter of the expanded query; types of markers outside template calls are not known yet. */
    List<@Nullable ParameterSlot> slots() {
        return new ArrayList<>(slots);
    }

    /** For a plain marker of the client: the dynamic parameter that stands for it. */
    Map<Integer, Integer> markers() {
        return markers;
    }

    /** A statement that is nothing but one call of a template, with what its parameters are given. */
    record Whole(AnalysisTemplate template, List<ParameterSlot> parameters) {}

    Optional<Whole> whole(SqlNode statement) {
        return routine(statement).map(call -> {
            AnalysisTemplate template = template(nameOf(call));
            return new Whole(
                    template,
                    written(template, call).entrySet().stream()
                            .flatMap(e -> slots(e.getKey(), e.getValue()).stream())
                            .toList());
        });
    }

    private static SqlIdentifier nameOf(SqlCall call) {
        SqlIdentifier name = call.getOperator().getNameAsId();
        return name == null ? new SqlIdentifier(call.getOperator().getName(), call.getParserPosition()) : name;
    }

    SqlNode expand(SqlNode statement) {
        Optional<SqlCall> whole = routine(statement);
        if (whole.isPresent()) {
            return body(whole.get());
        }
        SqlNode expanded = statement.accept(this);
        if (expanded == null) {
            throw new IllegalStateException("a statement does not vanish");
        }
        return expanded;
    }

    /** The call in {@code CALL t(...)} or {@code SELECT * FROM TABLE(t(...))}. */
    private static Optional<SqlCall> routine(SqlNode node) {
        if (node.getKind() == SqlKind.PROCEDURE_CALL) {
            return Optional.of(((SqlCall) node).operand(0));
        }
        if (node instanceof SqlSelect select
                && select.getFrom() != null
                && select.getFrom().getKind() == SqlKind.COLLECTION_TABLE
                && select.getWhere() == null
                && select.getGroup() == null
                && select.getHaving() == null
                && select.getQualify() == null
                && !select.isDistinct()
                && select.getSelectList().size() == 1
                && select.getSelectList().get(0) instanceof SqlIdentifier star
                && star.isStar()
                && star.names.size() == 1) {
            return Optional.of(((SqlCall) select.getFrom()).operand(0));
        }
        return Optional.empty();
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
            return body(function);
        }
        return super.visit(call);
    }

    @Override
    public SqlNode visit(SqlDynamicParam marker) {
        if (marker instanceof NamedParameter named) {
            throw new Problem(
                    Code.SYNTAX,
                    ":" + named.name() + " stands only in an analysis template; use ? here"
                            + Caret.where(named.getParserPosition()));
        }
        int slot = markers.computeIfAbsent(
                marker.getIndex(),
                index -> add(new ParameterSlot(
                        new ParameterSlot.Origin.Marker(index),
                        io.cleanroom.server.collaboration.ColumnType.varchar(0),
                        Optional.empty())));
        return new SqlDynamicParam(slot, marker.getParserPosition());
    }

    private int add(ParameterSlot slot) {
        slots.add(slot);
        return slots.size() - 1;
    }

    private AnalysisTemplate template(SqlIdentifier id) {
        Name name = Name.of(id.names.get(id.names.size() - 1));
        boolean elsewhere = id.names.size() > 1
                && (room == null || !room.collaboration().name().equals(Name.of(id.names.get(id.names.size() - 2))));
        return Optional.ofNullable(elsewhere ? null : room)
                .flatMap(r -> r.template(name))
                .orElseThrow(() -> new Problem(
                        Code.UNKNOWN_FUNCTION,
                        "analysis template " + name.sql() + " does not exist" + Caret.where(id.getParserPosition())));
    }

    private SqlNode body(SqlCall call) {
        AnalysisTemplate template = template(nameOf(call));
        called.add(template.name());
        Map<Name, List<Integer>> given = arguments(template, call);
        String schema = RoomCatalog.TEMPLATE_SCHEMA_PREFIX + template.name().text();
        SqlNode query = TemplateTables.renamed(
                SqlText.parseNode(template.sql()),
                id -> new SqlIdentifier(
                        List.of(schema, id.names.get(id.names.size() - 1)), null, id.getParserPosition(), null));
        SqlNode body = query.accept(new TemplateValues(template, given));
        if (body == null) {
            throw new IllegalStateException("a template's text does not vanish");
        }
        return body;
    }

    private Map<Name, List<Integer>> arguments(AnalysisTemplate template, SqlCall call) {
        Map<Name, List<Integer>> given = new LinkedHashMap<>();
        written(template, call)
                .forEach((parameter, value) -> given.put(
                        parameter.name(),
                        slots(parameter, value).stream().map(this::add).toList()));
        return given;
    }

    /** What each parameter is given, in the order of their declaration, so that equal calls make equal plans. */
    private static Map<TemplateParameter, SqlNode> written(AnalysisTemplate template, SqlCall call) {
        List<TemplateParameter> parameters = template.parameters();
        Map<TemplateParameter, SqlNode> found = new LinkedHashMap<>();
        int position = 0;
        for (SqlNode argument : call.getOperandList()) {
            TemplateParameter parameter;
            SqlNode value = argument;
            if (argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                Name name = Name.of(((SqlIdentifier) ((SqlCall) argument).operand(1)).getSimple());
                value = ((SqlCall) argument).operand(0);
                parameter = parameters.stream()
                        .filter(p -> p.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> wrong(template, call.getParserPosition(), "has no parameter " + name.sql()));
            } else if (position >= parameters.size()) {
                throw wrong(template, call.getParserPosition(), "was given too many arguments");
            } else {
                parameter = parameters.get(position);
            }
            position++;
            if (found.put(parameter, value) != null) {
                throw wrong(
                        template,
                        call.getParserPosition(),
                        "was given " + parameter.name().sql() + " twice");
            }
        }
        Map<TemplateParameter, SqlNode> ordered = new LinkedHashMap<>();
        for (TemplateParameter parameter : parameters) {
            SqlNode value = found.get(parameter);
            if (value == null && parameter.defaultValue().isPresent()) {
                value = SqlText.parseExpression(parameter.defaultValue().get());
            }
            if (value == null) {
                throw wrong(
                        template,
                        call.getParserPosition(),
                        "was not given " + parameter.name().sql());
            }
            ordered.put(parameter, value);
        }
        return ordered;
    }

    /**
     * One slot for one value; for a list, as many as it may have values, so that the plan is the same for lists of any
     * length. What a list lacks is filled with its last value, which changes neither IN nor NOT IN.
     */
    private static List<ParameterSlot> slots(TemplateParameter parameter, SqlNode value) {
        List<ParameterSlot.Origin> origins = new ArrayList<>();
        if (!parameter.isList()) {
            origins.add(origin(parameter, value));
        } else if (value instanceof SqlDynamicParam marker) {
            for (int i = 0; i < parameter.listMaximum(); i++) {
                origins.add(new ParameterSlot.Origin.Element(marker.getIndex(), i));
            }
        } else if (value.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            List<SqlNode> elements = ((SqlCall) value).getOperandList();
            if (elements.isEmpty() || elements.size() > parameter.listMaximum()) {
                throw ParameterCheck.wrongSize(parameter, elements.size());
            }
            for (int i = 0; i < parameter.listMaximum(); i++) {
                origins.add(origin(parameter, elements.get(Math.min(i, elements.size() - 1))));
            }
        } else {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "argument " + parameter.name().sql() + " is a list: ARRAY['a', 'b'], ARRAY[?, ?], or ? with a JSON"
                            + " array" + Caret.where(value.getParserPosition()));
        }
        return origins.stream()
                .map(origin -> new ParameterSlot(origin, parameter.type(), Optional.of(parameter)))
                .toList();
    }

    /** The slots of a parameter that a call does not give. */
    static List<ParameterSlot> defaults(TemplateParameter parameter) {
        return slots(parameter, SqlText.parseExpression(parameter.defaultValue().orElseThrow()));
    }

    private static ParameterSlot.Origin origin(TemplateParameter parameter, SqlNode value) {
        return value instanceof SqlDynamicParam marker
                ? new ParameterSlot.Origin.Marker(marker.getIndex())
                : new ParameterSlot.Origin.Written(
                        Constants.value(value, "argument " + parameter.name().sql()));
    }

    private static Problem wrong(AnalysisTemplate template, SqlParserPos pos, String what) {
        return new Problem(
                Code.INVALID_PARAMETER,
                "analysis template " + template.name().sql() + " " + what + "; it takes ("
                        + template.parameters().stream()
                                .map(p -> p.name().sql() + " " + p.typeSql()
                                        + p.defaultValue()
                                                .map(d -> " DEFAULT " + d)
                                                .orElse(""))
                                .collect(Collectors.joining(", "))
                        + ")" + Caret.where(pos));
    }
}
