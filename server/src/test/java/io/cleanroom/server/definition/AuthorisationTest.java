package io.cleanroom.server.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.collaboration.AccessBudget;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Review;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may run which statement: every statement by everybody, in the same world. A: allowed; F: forbidden (42501); U: does
 * not exist (42704); D: exists already; I: not as written.
 */
class AuthorisationTest {

    private static final List<Principal> EVERYBODY =
            List.of(World.OPERATOR, World.RITA, World.RETAIL_ANALYST, World.ADA, World.ANA, World.OTTO);

    private static final AccessBudget BUDGET = new AccessBudget(Optional.empty(), AccessBudget.Period.MONTH, 1000);

    private static final Optional<UserName> RALF = Optional.of(UserName.parse("retailco/ralf"));

    /** Outcomes in the order of {@link #EVERYBODY}: operator, retail admin, retail analyst, advertiser admin, analyst, other. */
    private record Case(Definition statement, Consumer<World> before, String outcomes) {
        @Override
        public String toString() {
            return statement.getClass().getSimpleName() + " " + outcomes;
        }
    }

    private static Case of(Definition statement, String outcomes) {
        return new Case(statement, w -> {}, outcomes);
    }

    static Stream<Case> cases() {
        Name purchases = World.PURCHASES;
        Name room = World.ROOM;
        Name weekly = World.WEEKLY;
        Consumer<World> approved = w -> w.run(World.RITA, World.approve(weekly));
        return Stream.of(
                of(World.createMember("fresh", false), "A F F F F F"),
                new Case(
                        new Definition.DropMember(Name.of("fresh"), false),
                        w -> w.run(World.OPERATOR, World.createMember("fresh", false)),
                        "A F F F F F"),
                of(new Definition.CreateUser(user("retailco/new"), Set.of(Role.ADMIN), "pw", false), "A F F F F F"),
                of(new Definition.AlterUser(user("retailco/ralf"), Optional.of("pw"), Optional.empty()), "A F A F F F"),
                of(
                        new Definition.AlterUser(
                                user("retailco/ralf"), Optional.empty(), Optional.of(Set.of(Role.ADMIN))),
                        "A F F F F F"),
                of(new Definition.AlterUser(UserName.OPERATOR, Optional.of("pw"), Optional.empty()), "U F F F F F"),
                of(new Definition.DropUser(user("retailco/ralf"), false), "A F F F F F"),
                of(new Definition.CreateAccessToken(Name.of("bi"), RALF, Optional.empty()), "A A A F F F"),
                new Case(
                        new Definition.DropAccessToken(Name.of("bi"), RALF, false),
                        w -> w.run(World.RITA, new Definition.CreateAccessToken(Name.of("bi"), RALF, Optional.empty())),
                        "A A A F F F"),
                of(World.createRoom(Name.of("second")), "F A F A F I"),
                new Case(
                        new Definition.JoinCollaboration(Name.of("second")),
                        w -> w.run(World.ADA, World.createRoom(Name.of("second"))),
                        "F A F D F U"),
                of(new Definition.LeaveCollaboration(room), "F A F F F U"),
                of(new Definition.DropCollaboration(room, false), "F F F A F U"),
                of(World.createTable("fresh"), "F A F A F A"),
                of(new Definition.SetAnalysisRule(purchases, World.rule()), "F A F U F U"),
                of(new Definition.SetAccessBudget(purchases, BUDGET), "F A F U F U"),
                new Case(
                        new Definition.DropAccessBudget(purchases, BUDGET.period(), BUDGET.runner()),
                        w -> w.run(World.RITA, new Definition.SetAccessBudget(purchases, BUDGET)),
                        "F A F U F U"),
                new Case(
                        new Definition.DropConfiguredTable(purchases, false),
                        w -> w.run(World.RITA, new Definition.DisassociateTable(purchases, room)),
                        "F A F U F U"),
                new Case(
                        World.associate(Name.of("more"), room, Name.of("more")),
                        w -> w.run(World.RITA, World.createTable("more")),
                        "F A F U F U"),
                of(new Definition.DisassociateTable(World.ALIAS, room), "F A F U F U"),
                of(World.createTemplate(Name.of("daily"), "impressions", false), "F A F A F U"),
                of(World.createTemplate(weekly, "impressions", true), "F F F A F U"),
                of(World.approve(weekly), "F A F A F U"),
                new Case(new Definition.RevokeTemplate(room, weekly), approved, "F A F A F U"),
                of(new Definition.DropTemplate(room, weekly, false), "F F F A F U"));
    }

    private static UserName user(String name) {
        return UserName.parse(name);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everybody(Case one, @TempDir Path folder) {
        List<String> outcomes = List.of(one.outcomes().split(" "));
        int worlds = 0;
        int next = 0;
        while (next < EVERYBODY.size()) {
            try (World world = new World(folder.resolve("w" + worlds++)).withRoom()) {
                one.before().accept(world);
                // What was refused has changed nothing, so the same world does for the next one.
                String outcome = "";
                while (next < EVERYBODY.size() && !outcome.equals("A")) {
                    Principal principal = EVERYBODY.get(next);
                    outcome = outcome(world, principal, one.statement());
                    assertEquals(outcomes.get(next), outcome, principal + ": " + one.statement());
                    next++;
                }
            }
        }
    }

    private static String outcome(World world, Principal principal, Definition statement) {
        long version = world.store.version();
        long records = records(world);
        try {
            world.run(principal, statement);
            assertEquals(version + 1, world.store.version(), "one version");
            assertEquals(records + 1, records(world), "one record");
            return "A";
        } catch (Problem e) {
            assertEquals(version, world.store.version(), "nothing changed");
            assertEquals(records, records(world), "nothing recorded");
            return Map.of(
                            Code.NOT_PERMITTED, "F",
                            Code.UNKNOWN_OBJECT, "U",
                            Code.DUPLICATE_OBJECT, "D",
                            Code.INVALID_DEFINITION, "I")
                    .getOrDefault(e.code(), e.text());
        }
    }

    private static long records(World world) {
        return world.store.read(t -> AuditLog.last(t).orElseThrow().seq());
    }

    @Test
    void everyStatementHasACase() {
        Set<Class<?>> covered = cases().map(c -> c.statement().getClass()).collect(Collectors.toSet());
        Set<Class<?>> all =
                Arrays.stream(Definition.class.getPermittedSubclasses()).collect(Collectors.toSet());
        assertEquals(all, covered);
    }

    @Test
    void toOutsidersAHiddenCollaborationIsLikeNone(@TempDir Path folder) {
        try (World world = new World(folder).withRoom()) {
            Name none = Name.of("nonesuch");
            for (Name name : List.of(World.ROOM, none)) {
                for (Definition statement : List.of(
                        new Definition.JoinCollaboration(name),
                        new Definition.LeaveCollaboration(name),
                        new Definition.DropCollaboration(name, false),
                        new Definition.DropTemplate(name, World.WEEKLY, false))) {
                    Problem problem = assertThrows(Problem.class, () -> world.run(World.OTTO, statement));
                    assertEquals("collaboration " + name.sql() + " does not exist", problem.text());
                }
                assertEquals(
                        "collaboration " + name.sql() + " does not exist",
                        assertThrows(
                                        Problem.class,
                                        () -> world.definitions.showCreate(
                                                World.OTTO, new Review.ShowCreateCollaboration(name)))
                                .text());
            }
        }
    }

    @Test
    void theInvitedJoinBeforeTheyTakePart(@TempDir Path folder) {
        try (World world = new World(folder).withMembers()) {
            world.run(World.ADA, World.createRoom(World.ROOM));
            world.run(World.RITA, World.createTable("purchases"));
            Definition associate = World.associate(World.PURCHASES, World.ROOM, World.ALIAS);
            Problem problem = assertThrows(Problem.class, () -> world.run(World.RITA, associate));
            assertEquals(Code.NOT_READY, problem.code());
            assertTrue(problem.text().startsWith("MEMBER_NOT_JOINED"), problem.text());
            world.run(World.RITA, new Definition.JoinCollaboration(World.ROOM));
            world.run(World.RITA, associate);
        }
    }
}
