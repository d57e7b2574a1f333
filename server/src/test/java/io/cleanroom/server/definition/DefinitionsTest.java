package io.cleanroom.server.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.collaboration.Ability;
import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Approval;
import io.cleanroom.server.collaboration.Canonical;
import io.cleanroom.server.collaboration.Collaboration;
import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.collaboration.Membership;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.QueryAccess;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import io.cleanroom.server.sql.statement.Review;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {
    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = new World(folder).withRoom();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void refused(Code code, String text, Principal principal, Definition statement) {
        Problem problem = assertThrows(Problem.class, () -> world.run(principal, statement));
        assertEquals(code, problem.code(), problem.text());
        assertTrue(problem.text().contains(text), problem.text());
    }

    @Test
    void locationsOfMembersDoNotOverlap() {
        for (String location : List.of("data/retailco", "data", "data/retailco/sub", "results", "DATA/RetailCo")) {
            refused(
                    Code.INVALID_DEFINITION,
                    "must not overlap",
                    World.OPERATOR,
                    new Definition.CreateMember(Name.of("spy"), location, "results/spy", false));
        }
        for (String location : List.of("", "/data", "../x", "a/../b", "a//b", "c:\\x", "a/", ".", "s3://b", "file:x")) {
            refused(
                    Code.INVALID_DEFINITION,
                    "is a folder below the data root",
                    World.OPERATOR,
                    new Definition.CreateMember(Name.of("spy"), "data/spy", location, false));
        }
        refused(Code.INVALID_DEFINITION, "none of operator", World.OPERATOR, World.createMember("operator", false));
    }

    @Test
    void existingAndMissingNamesAreHonoured() {
        refused(Code.DUPLICATE_OBJECT, "exists already", World.OPERATOR, World.createMember("retailco", false));
        refused(Code.DUPLICATE_OBJECT, "exists already", World.ADA, World.createRoom(World.ROOM));
        refused(Code.DUPLICATE_OBJECT, "exists already", World.RITA, World.createTable("purchases"));
        refused(Code.DUPLICATE_OBJECT, "exists already", World.ADA, World.createTemplate(World.WEEKLY, "x", false));
        long version = world.store.version();
        world.run(World.OPERATOR, World.createMember("retailco", true));
        world.run(World.OPERATOR, new Definition.DropMember(Name.of("none"), true));
        world.run(World.OPERATOR, new Definition.DropUser(UserName.parse("a/b"), true));
        world.run(World.RITA, new Definition.DropConfiguredTable(Name.of("none"), true));
        world.run(World.RITA, new Definition.DropCollaboration(Name.of("none"), true));
        world.run(World.RITA, new Definition.DropTemplate(World.ROOM, Name.of("none"), true));
        assertEquals(version, world.store.version());
        refused(
                Code.DUPLICATE_OBJECT,
                "exists already",
                World.OTTO,
                new Definition.CreateCollaboration(
                        World.ROOM, List.of(new Definition.Invitation(World.OTTO.member(), Set.of())), true));
    }

    @Test
    void passwordsAreNeitherStoredNorRecorded() {
        String log =
                world.store.read(t -> AuditLog.visibleTo(t, World.OPERATOR)).toString();
        assertTrue(log.contains("CREATE USER"), log);
        assertTrue(log.contains("PASSWORD '***'"), log);
        assertFalse(log.contains("password of"), log);
        for (var user : world.store.read(t -> t.users().all())) {
            assertTrue(user.passwordHash().startsWith("$argon2id$"));
        }
        refused(
                Code.INVALID_DEFINITION,
                "a password has",
                World.OPERATOR,
                new Definition.CreateUser(UserName.parse("retailco/x"), Set.of(Role.ADMIN), " ", false));
    }

    @Test
    void whatIsInUseIsNotDropped() {
        refused(Code.IN_USE, "tables=1", World.OPERATOR, new Definition.DropMember(Name.of("retailco"), false));
        refused(
                Code.IN_USE,
                "first DISASSOCIATE CONFIGURED TABLE purchases FROM COLLABORATION attribution",
                World.RITA,
                new Definition.DropConfiguredTable(World.PURCHASES, false));
    }

    @Test
    void theCreatorIsListedAndActiveAtOnce() {
        refused(Code.INVALID_DEFINITION, "add MEMBER other CAN", World.OTTO, World.createRoom(Name.of("second")));
        refused(
                Code.UNKNOWN_OBJECT,
                "member ghost does not exist",
                World.RITA,
                new Definition.CreateCollaboration(
                        Name.of("x"), List.of(new Definition.Invitation(Name.of("ghost"), Set.of())), false));
        world.run(World.RITA, World.createRoom(Name.of("second")));
        world.run(World.ADA, World.createRoom(Name.of("third")));
        Collaboration third =
                world.store.read(t -> t.collaborations().find(Name.of("third"))).orElseThrow();
        assertEquals(Name.of("advertiserco"), third.memberships().get(0).member());
        assertEquals(Membership.Status.ACTIVE, third.memberships().get(0).status());
        assertEquals(Membership.Status.INVITED, third.memberships().get(1).status());
    }

    @Test
    void leavingTakesTablesAndApprovalsAlong() {
        world.run(World.RITA, World.approve(World.WEEKLY));
        world.run(World.RITA, new Definition.LeaveCollaboration(World.ROOM));
        assertEquals(1, world.room().tables().size());
        assertEquals(
                List.of(Name.of("advertiserco")),
                world.room().approvals().stream().map(Approval::owner).toList());
        refused(Code.UNKNOWN_OBJECT, "does not exist", World.RITA, World.approve(World.WEEKLY));
        world.run(World.RITA, new Definition.JoinCollaboration(World.ROOM));
        assertEquals(1, world.room().tables().size());
    }

    @Test
    void contributingNeedsTheAbilityAndAFreeAlias() {
        world.run(
                World.RITA,
                new Definition.CreateCollaboration(
                        Name.of("second"),
                        List.of(new Definition.Invitation(Name.of("retailco"), Set.of(Ability.QUERY))),
                        false));
        refused(
                Code.NOT_PERMITTED,
                "CONTRIBUTE",
                World.RITA,
                World.associate(World.PURCHASES, Name.of("second"), World.ALIAS));
        world.run(World.RITA, World.createTable("more"));
        refused(
                Code.DUPLICATE_OBJECT,
                "table impressions exists already",
                World.RITA,
                World.associate(Name.of("more"), World.ROOM, Name.of("impressions")));
        refused(
                Code.DUPLICATE_OBJECT,
                "is associated already, as retailer_purchases",
                World.RITA,
                World.associate(World.PURCHASES, World.ROOM, Name.of("again")));
        refused(
                Code.INVALID_DEFINITION,
                "RESULT RECEIVERS are members",
                World.RITA,
                new Definition.AssociateTable(Name.of("more"), World.ROOM, Name.of("more"), Set.of(Name.of("other"))));
    }

    @Test
    void rulesNameWhatIsThere() {
        refused(
                Code.UNKNOWN_COLUMN,
                "column hashed_emial is not in the source of purchases; did you mean hashed_email?",
                World.RITA,
                set(custom("hashed_emial", "advertiserco")));
        refused(Code.UNKNOWN_OBJECT, "member ghost does not exist", World.RITA, set(custom("hashed_email", "ghost")));
        refused(
                Code.UNKNOWN_FUNCTION,
                "function UPER is not among the reviewed scalar functions; did you mean UPPER?",
                World.RITA,
                set(World.rule(List.of("UPER"), 2)));
        refused(
                Code.TYPE_MISMATCH,
                "SUM(store_region) needs a number. Provided: store_region of type VARCHAR",
                World.RITA,
                set(aggregating(AggregateGrant.Function.SUM, "store_region")));
        assertEquals(
                List.of("MAX(amount) can show the value of a single person"),
                world.run(World.RITA, set(aggregating(AggregateGrant.Function.MAX, "amount"))));
        assertEquals(
                List.of("WITHOUT MINIMUM releases groups of any size: those of a single person, too"),
                world.run(World.RITA, set(custom("hashed_email", "advertiserco"))));
    }

    private static Definition set(AnalysisRule rule) {
        return new Definition.SetAnalysisRule(World.PURCHASES, rule);
    }

    private static AnalysisRule custom(String identity, String trusted) {
        return new AnalysisRule.Custom(
                new QueryAccess.TrustedMembers(new TreeSet<>(Set.of(Name.of(trusted)))),
                List.of(),
                Optional.of(Name.of(identity)),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static AnalysisRule aggregating(AggregateGrant.Function function, String column) {
        return new AnalysisRule.Aggregation(
                List.of(),
                List.of(),
                List.of(new AggregateGrant(function, Optional.of(Name.of(column)))),
                List.of(),
                false,
                Set.of(LogicalOperator.AND),
                new QueryAccess.Direct(),
                List.of(new OutputConstraint(Name.of("hashed_email"), 2)));
    }

    private Sha256 hash() {
        return Canonical.hash(world.room().template(World.WEEKLY).orElseThrow(), world.room());
    }

    @Test
    void creatingATemplateIsConsentForTheAuthorsTables() {
        assertEquals(
                List.of(Name.of("advertiserco")),
                world.room().approvals().stream().map(Approval::owner).toList());
        assertTrue(world.room().approvals().get(0).covers(hash(), world.now));
        String record = world.store.read(t -> AuditLog.last(t).orElseThrow().detail());
        assertTrue(record.contains("\"approved_by_author\":\"advertiserco\""), record);
        refused(Code.UNKNOWN_TABLE, "nonesuch", World.ADA, World.createTemplate(Name.of("bad"), "nonesuch", false));
    }

    @Test
    void anApprovalIsOfOneHash() {
        refused(
                Code.INVALID_PARAMETER,
                "its hash is " + hash(),
                World.RITA,
                new Definition.ApproveTemplate(
                        World.ROOM,
                        World.WEEKLY,
                        Optional.of(Sha256.of("other")),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of()));
        world.run(
                World.RITA,
                new Definition.ApproveTemplate(
                        null, World.WEEKLY, Optional.of(hash()), Optional.empty(), Optional.empty(), Set.of()));
        assertTrue(approvalOfRetailco().covers(hash(), world.now));
        world.run(World.RITA, set(World.rule(List.of(), 2)));
        assertFalse(approvalOfRetailco().covers(hash(), world.now), "a weaker rule is another table");
        world.run(World.RITA, set(World.rule()));
        assertTrue(approvalOfRetailco().covers(hash(), world.now));
        world.run(World.ADA, World.createTemplate(World.WEEKLY, "impressions, retailer_purchases", true));
        assertFalse(approvalOfRetailco().covers(hash(), world.now), "a replaced template is approved by nobody else");
        world.run(World.ADA, World.createTemplate(World.WEEKLY, "retailer_purchases, impressions", true));
        assertTrue(approvalOfRetailco().covers(hash(), world.now), "the version that was approved");
    }

    private Approval approvalOfRetailco() {
        return world.room().approvals().stream()
                .filter(a -> a.owner().equals(Name.of("retailco")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anApprovalMayEnd() {
        world.run(World.RITA, approve(Optional.of(LocalDate.of(2026, 11, 23)), Optional.of(3)));
        Approval approval = approvalOfRetailco();
        assertEquals(Optional.of(3), approval.maximumRuns());
        assertTrue(approval.covers(hash(), Instant.parse("2026-11-23T23:59:59Z")));
        assertFalse(approval.covers(hash(), Instant.parse("2026-11-24T00:00:00Z")));
        refused(
                Code.INVALID_PARAMETER,
                "EXPIRES must be today or later (UTC). Provided value: 2026-11-22",
                World.RITA,
                approve(Optional.of(LocalDate.of(2026, 11, 22)), Optional.empty()));
        refused(
                Code.INVALID_PARAMETER,
                "MAX RUNS must be >= 1. Provided value: 0",
                World.RITA,
                approve(Optional.empty(), Optional.of(0)));
    }

    private static Definition approve(Optional<LocalDate> expires, Optional<Integer> runs) {
        return new Definition.ApproveTemplate(World.ROOM, World.WEEKLY, Optional.empty(), expires, runs, Set.of());
    }

    @Test
    void onlyOwnersOfTablesInATemplateApproveIt() {
        world.run(World.ADA, World.createTemplate(Name.of("own"), "impressions", false));
        refused(Code.NOT_PERMITTED, "refers to no table of retailco", World.RITA, World.approve(Name.of("own")));
        world.run(World.RITA, World.approve(World.WEEKLY));
        world.run(World.RITA, new Definition.RevokeTemplate(World.ROOM, World.WEEKLY));
        refused(
                Code.UNKNOWN_OBJECT,
                "has not approved",
                World.RITA,
                new Definition.RevokeTemplate(World.ROOM, World.WEEKLY));
    }

    private DefinitionText show(Principal principal) {
        return world.definitions.showCreate(principal, new Review.ShowCreateCollaboration(World.ROOM));
    }

    @Test
    void theTextIsStableAndItsHashTheSameForAll() {
        DefinitionText rita = show(World.RITA);
        assertEquals(rita, show(World.RITA));
        DefinitionText ada = show(World.ADA);
        assertEquals(rita.sha256(), ada.sha256());
        assertEquals(rita.sha256(), DefinitionText.hash(world.room()));
        assertEquals(
                rita.parts().stream().map(DefinitionText.Part::sha256).toList(),
                ada.parts().stream().map(DefinitionText.Part::sha256).toList());
        String own = rita.parts().toString();
        assertTrue(own.contains("CREATE CONFIGURED TABLE purchases FROM 'secret_folder/purchases.csv'"), own);
        assertTrue(own.contains("MINIMUM 50 DISTINCT secret_household"), own);
        world.run(World.RITA, World.approve(World.WEEKLY));
        assertNotEquals(rita.sha256(), show(World.RITA).sha256());
        world.run(World.RITA, new Definition.RevokeTemplate(World.ROOM, World.WEEKLY));
        assertEquals(rita, show(World.RITA));
    }

    @Test
    void othersReadWhatIsGranted() {
        String table = show(World.ADA).parts().stream()
                .map(DefinitionText.Part::text)
                .filter(text -> text.contains("retailer_purchases: "))
                .findFirst()
                .orElseThrow();
        assertEquals("""
                -- retailer_purchases: a table of retailco; its source, and columns that are not granted, are known to its owner
                -- columns: hashed_email VARCHAR, store_region VARCHAR, amount DECIMAL(18, 2)
                -- ALTER CONFIGURED TABLE retailer_purchases SET ANALYSIS RULE AGGREGATION (
                --   JOIN COLUMNS (hashed_email),
                --   DIMENSION COLUMNS (store_region),
                --   AGGREGATE COLUMNS (SUM(amount)),
                --   SCALAR FUNCTIONS (UPPER),
                --   MINIMUM 100 DISTINCT hashed_email,
                --   MINIMUM 50 DISTINCT values of a column that is not granted);""", table);
    }

    @Test
    void theOwnerAloneDescribesFiles() {
        Review.DescribeSource statement =
                new Review.DescribeSource("p/x.CSV.gz", Optional.empty(), new java.util.TreeMap<>());
        assertEquals(
                world.columns,
                world.definitions.describe(World.RITA, statement).columns(),
                "the format is told by the name");
        assertThrows(Problem.class, () -> world.definitions.describe(World.RETAIL_ANALYST, statement));
        assertThrows(Problem.class, () -> world.definitions.describe(World.OPERATOR, statement));
        Column twin = World.column("AMOUNT", world.columns.get(0).type());
        world.columns.add(twin);
        refused(Code.INVALID_DEFINITION, "differ in case alone: amount", World.RITA, World.createTable("twins"));
    }
}
