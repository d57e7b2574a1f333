package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.ConfiguredTable;
import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.engine.SourceColumns;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of schema {@code system}, exactly those that the asking principal may see: the operator, who takes part; a
 * member, what is its own and what its collaborations share. Values are as in {@code RowStream}.
 */
public final class SystemTables {
    /** What the server says of itself. */
    public record Server(String version, String engine, SortedMap<String, String> limits) {
        public Server {
            limits = new TreeMap<>(limits);
        }
    }

    private final Store store;
    private final Clock clock;
    private final Readiness readiness;
    private final LiveRuns live;
    private final Server server;

    public SystemTables(
            Store store,
            Clock clock,
            SourceResolver sources,
            Function<SourceFiles, SourceColumns> describe,
            LiveRuns live,
            Server server) {
        this.store = store;
        this.clock = clock;
        this.readiness = new Readiness(sources, describe);
        this.live = live;
        this.server = server;
    }

    /** The rows in the order of the table's columns. */
    public List<@Nullable Object[]> rows(Principal principal, SystemTable table) {
        return switch (table) {
            case MEMBERS -> read(principal, MemberRows::members);
            case USERS -> read(principal, MemberRows::users);
            case ACCESS_TOKENS -> read(principal, MemberRows::accessTokens);
            case COLLABORATIONS -> read(principal, MemberRows::collaborations);
            case CONFIGURED_TABLES -> read(principal, TableRows::tables);
            case COLUMNS -> read(principal, TableRows::columns);
            case ACCESS_BUDGETS -> read(principal, BudgetRows::budgets);
            case OUTPUT_CONSTRAINTS -> read(principal, TableRows::constraints);
            case READINESS -> readiness(principal);
            case TEMPLATES -> read(principal, TemplateRows::templates);
            case TEMPLATE_PARAMETERS -> read(principal, TemplateRows::parameters);
            case TEMPLATE_APPROVALS -> read(principal, TemplateRows::approvals);
            case PROTECTED_QUERIES -> read(principal, view -> EvidenceRows.queries(view, live));
            case AUDIT_LOG -> read(principal, EvidenceRows::audit);
            case SERVER -> server();
        };
    }

    private <T> T read(Principal principal, Function<View, T> rows) {
        return store.read(t -> rows.apply(new View(principal, clock.instant(), t)));
    }

    /** Files are read after the transaction: that may take long. */
    private List<@Nullable Object[]> readiness(Principal principal) {
        List<@Nullable Object[]> rows = new ArrayList<>(read(principal, Readiness::ofDefinitions));
        List<ConfiguredTable> tables = read(principal, View::ownTables);
        Optional<Member> owner = store.read(t -> t.members().find(principal.member()));
        owner.ifPresent(member -> rows.addAll(readiness.ofSources(member, tables)));
        return rows;
    }

    private List<@Nullable Object[]> server() {
        String limits = server.limits().entrySet().stream()
                .map(limit -> limit.getKey() + "=" + limit.getValue())
                .collect(Collectors.joining(", "));
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new @Nullable Object[] {server.version(), server.engine(), limits});
        return rows;
    }
}
