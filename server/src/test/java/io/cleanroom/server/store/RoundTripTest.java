package io.cleanroom.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AggregateGrant.Function;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.AnalysisTemplate;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Association;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.ParameterDomain;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.SharedTable;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.collaboration.TemplateParameter;
import io.cleanroom.server.collaboration.UserName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back equal. */
class RoundTripTest {
    private static final Name OWNER = Name.of("retailco");

    @TempDir
    Path folder;

    static Stream<AnalysisRule> rules() {
        List<OutputConstraint> minimums =
                List.of(new OutputConstraint(Name.of("b"), 100), new OutputConstraint(Name.of("a"), 2));
        return Stream.of(
                new AnalysisRule.Aggregation(
                        names("b", "a"),
                        names("z", "y"),
                        Stream.concat(
                                        Stream.of(new AggregateGrant(Function.COUNT, Optional.empty())),
                                        Stream.of(Function.values())
                                                .map(f -> new AggregateGrant(f, Optional.of(Name.of("a")))))
                                .toList(),
                        List.of("UPPER", "DATE_TRUNC"),
                        true,
                        Set.of(LogicalOperator.AND, LogicalOperator.OR),
                        new QueryAccess.Direct(),
                        minimums),
                new AnalysisRule.Aggregation(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        Set.of(LogicalOperator.AND),
                        new QueryAccess.TemplatesOnly(),
                        List.of()),
                new AnalysisRule.ListRule(
                        names("a"), names("y"), Set.of(LogicalOperator.AND), new QueryAccess.TemplatesOnly(), minimums),
                new AnalysisRule.Custom(
                        new QueryAccess.TrustedMembers(new TreeSet<>(names("x", "advertiserco"))),
                        names("y"),
                        Optional.of(Name.of("a")),
                        Optional.of(List.of()),
                        Optional.of(names("b", "a")),
                        minimums),
                new AnalysisRule.Custom(
                        new QueryAccess.TemplatesOnly(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rules(AnalysisRule rule) {
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            store.write(t -> {
                t.members().insert(StoreTest.member("retailco"));
                t.tables().insert(table());
                t.tables().setRule(OWNER, Name.of("purchases"), rule);
                return true;
            });
            assertEquals(
                    Optional.of(table().withRule(rule)),
                    store.read(t -> t.tables().find(OWNER, Name.of("purchases"))));
        }
    }

    @Test
    void aWholeRoom() {
        Name room = Name.of("Attribution 2026");
        Collaboration collaboration = new Collaboration(
                room,
                List.of(
                        new Membership(
                                OWNER, Set.of(Ability.CONTRIBUTE, Ability.RECEIVE_RESULTS), Membership.Status.ACTIVE),
                        new Membership(Name.of("advertiserco"), Set.of(), Membership.Status.INVITED)));
        Association association = new Association(
                OWNER, Name.of("purchases"), room, Name.of("p"), new TreeSet<>(names("advertiserco", "retailco")));
        AnalysisTemplate template = new AnalysisTemplate(
                room,
                Name.of("weekly"),
                OWNER,
                List.of(
                        parameter("a", ColumnType.varchar(50), new ParameterDomain.MaximumLength(7)),
                        parameter("b", ColumnType.decimal(18, 2), new ParameterDomain.Between("1", "2.5")),
                        parameter(
                                "c",
                                ColumnType.of(ColumnType.Kind.DATE),
                                new ParameterDomain.OneOf(List.of("DATE '2026-01-01'", "DATE '2025-01-01'"))),
                        new TemplateParameter(Name.of("d"), ColumnType.of(ColumnType.Kind.BOOLEAN), Optional.empty())),
                "it's\nlong",
                "SELECT 1 -- é 😀",
                new TreeSet<>(names("p", "q")));
        Approval approval = new Approval(
                room,
                template.name(),
                OWNER,
                Sha256.of("x"),
                UserName.parse("retailco/rita"),
                Instant.parse("2026-11-23T10:00:00.123456Z"),
                Optional.of(Instant.parse("2026-12-24T00:00:00Z")),
                Optional.of(3));
        try (Store store = Store.open(StoreConfig.embedded(folder))) {
            store.write(t -> {
                t.members().insert(StoreTest.member("retailco"));
                t.members().insert(StoreTest.member("advertiserco"));
                t.tables().insert(table());
                t.collaborations().insert(collaboration);
                t.associations().insert(association);
                t.templates().insert(template);
                t.approvals().put(approval);
                return true;
            });
            Room expected = new Room(
                    0,
                    collaboration,
                    List.of(new SharedTable(association, table())),
                    List.of(template),
                    List.of(approval));
            assertEquals(Optional.of(expected), store.read(t -> t.room(room)));
        }
    }

    private static ConfiguredTable table() {
        return new ConfiguredTable(
                OWNER,
                Name.of("purchases"),
                new Source("p/*.csv", Source.Format.CSV, new TreeMap<>(Map.of("header", "true", "delim", "'"))),
                List.of(
                        new Column(Name.of("a"), "A", ColumnType.varchar(0)),
                        new Column(Name.of("b"), "b", ColumnType.decimal(18, 2)),
                        new Column(
                                Name.of("c"),
                                "C",
                                ColumnType.array(ColumnType.row(List.of(
                                        new ColumnType.Field("It's \"odd\", é 😀", ColumnType.decimal(38, 9)),
                                        new ColumnType.Field(
                                                "deep",
                                                ColumnType.array(ColumnType.array(ColumnType.varbinary(0))))))))),
                Optional.empty());
    }

    private static TemplateParameter parameter(String name, ColumnType type, ParameterDomain domain) {
        return new TemplateParameter(Name.of(name), type, Optional.of(domain));
    }

    private static List<Name> names(String... names) {
        return Stream.of(names).map(Name::of).toList();
    }
}
