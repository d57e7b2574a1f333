package io.cleanroom.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.cleanroom.server.audit.AuditLog;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.definition.DataRoot;
import io.cleanroom.server.definition.Definitions;
import io.cleanroom.server.definition.SystemTables;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.identity.Authenticator;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Guard;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.PolicyEngine;
import io.cleanroom.server.policy.QuerySource;
import io.cleanroom.server.policy.SqlGenerator;
import io.cleanroom.server.policy.rules.Rules;
import io.cleanroom.server.query.QueryServices;
import io.cleanroom.server.sql.DatePattern;
import io.cleanroom.server.sql.NestedType;
import io.cleanroom.server.sql.QueryBinder;
import io.cleanroom.server.store.Store;
import io.cleanroom.server.wire.WireServer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may know whom. A package's {@code package-info} says the same in words. */
final class ArchitectureTest {
    private static final String OURS = "io.cleanroom.server..";
    private static final String CALCITE = "org.apache.calcite..";
    private static final String AVATICA = "org.apache.calcite.avatica..";

    /** Enumerations and date arithmetic that Calcite keeps in Avatica's jar; no protocol, no connection, no driver. */
    private static final String AVATICA_UTIL = "org.apache.calcite.avatica.util..";

    private static final String PARSER = pack("sql.parser");

    /** Where Main comes from: the server without its tests. */
    private static final JavaClasses SERVER = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    private static String pack(String name) {
        return "io.cleanroom.server." + name + "..";
    }

    private static String[] packs(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::pack).toArray(String[]::new);
    }

    private static void check(ArchRule rule) {
        rule.check(SERVER);
    }

    /** Of our own packages, classes of {@code name} depend on themselves and {@code others} only. */
    private static void mayImport(String name, String... others) {
        check(classes()
                .that()
                .resideInAPackage(pack(name))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(OURS))
                        .or(resideInAPackage(pack(name)))
                        .or(resideInAnyPackage(packs(others)))));
    }

    private static DescribedPredicate<JavaClass> anyOf(Class<?>... kinds) {
        return belongToAnyOf(kinds);
    }

    @Test
    void errorImportsNothingOfOurs() {
        mayImport("error");
    }

    @Test
    void collaborationImportsOnlyErrorAndTheJdk() {
        mayImport("collaboration", "error");
        check(classes()
                .that()
                .resideInAnyPackage(packs("collaboration", "error"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", OURS)));
    }

    /** An adversary that could call the server would not have to attack it. */
    @Test
    void attackKnowsNothingOfTheServer() {
        mayImport("attack");
    }

    @Test
    void sqlImportsOnlyWhatMembersAgreed() {
        mayImport("sql", "collaboration", "error");
    }

    @Test
    void policyImportsOnlyBoundQueries() {
        mayImport("policy", "sql", "collaboration", "error");
        check(classes()
                .that()
                .resideInAPackage(pack("policy"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..", "org.jspecify..", "org.slf4j..", CALCITE, "org.apache.arrow..", OURS)
                        // Calcite's methods return it.
                        .or(are(assignableTo(com.google.common.collect.ImmutableList.class)))));
    }

    @Test
    void policyKnowsNoSingleRule() {
        check(noClasses()
                .that()
                .resideInAPackage("io.cleanroom.server.policy")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(pack("policy.rules")));
    }

    @Test
    void rulesReadFactsAndNeverPlans() {
        check(noClasses()
                .that()
                .resideInAPackage(pack("policy.rules"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.calcite.rel..", "org.apache.calcite.rex..", "org.apache.calcite.plan.."));
    }

    @Test
    void aRuleIsPackagePrivateAndFinal() {
        check(classes()
                .that()
                .resideInAPackage(pack("policy.rules"))
                .and()
                .implement(Check.class)
                .should()
                .bePackagePrivate()
                .andShould()
                .haveModifier(JavaModifier.FINAL));
        check(classes()
                .that()
                .resideInAPackage(pack("policy.rules"))
                .and()
                .arePublic()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .be(Rules.class));
        check(classes().that().implement(Check.class).should().resideInAPackage(pack("policy.rules")));
    }

    @Test
    void onlyPackagePolicyCanApprove() {
        check(constructors()
                .that()
                .areDeclaredIn(ApprovedQuery.class)
                .should()
                .bePackagePrivate()
                .orShould()
                .bePrivate());
        check(noClasses()
                .that()
                .areNotAssignableTo(PolicyEngine.class)
                .should()
                .callConstructorWhere(describe(
                        "an approved query is made",
                        call -> call.getTargetOwner().isEquivalentTo(ApprovedQuery.class))));
    }

    @Test
    void anEngineSeesOnlyWhatWasApproved() {
        check(classes()
                .that()
                .resideInAPackage(pack("engine"))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(OURS))
                        .or(resideInAnyPackage(packs("engine", "collaboration", "error")))
                        .or(anyOf(
                                ApprovedQuery.class,
                                GuardedResult.class,
                                Guard.class,
                                QuerySource.class,
                                SqlGenerator.class,
                                // A plan's types.
                                NestedType.class,
                                // What a pattern for dates means, the same for every engine.
                                DatePattern.class,
                                DatePattern.Piece.class,
                                DatePattern.Copied.class,
                                DatePattern.Part.class,
                                DatePattern.Counted.class,
                                DatePattern.Letters.class))));
    }

    @Test
    void enginesAreInterchangeable() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.cleanroom.server", pack("engine.duckdb"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(pack("engine.duckdb")));
    }

    @Test
    void onlyItsEngineAndTheHashingOfFilesKnowDuckDb() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packs("engine.duckdb", "hashing"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.duckdb.."));
    }

    /** It runs on a member's machine, on plain identifiers: the server has no way to it, and it has none to the server. */
    @Test
    void hashingStandsAlone() {
        mayImport("hashing");
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.cleanroom.server", pack("hashing"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(pack("hashing")));
    }

    @Test
    void wireImportsOnlyTheStoryOfQueries() {
        check(classes()
                .that()
                .resideInAPackage(pack("wire"))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(OURS))
                        .or(resideInAnyPackage(packs("wire", "query", "collaboration", "error")))
                        .or(are(assignableTo(Cancellation.class)))));
    }

    @Test
    void onlyWireSpeaksAvatica() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(pack("wire"))
                .should()
                .dependOnClassesThat(resideInAPackage(AVATICA).and(not(resideInAPackage(AVATICA_UTIL)))));
    }

    @Test
    void wireDoesNotPlan() {
        check(noClasses()
                .that()
                .resideInAPackage(pack("wire"))
                .should()
                .dependOnClassesThat(resideInAPackage(CALCITE).and(not(resideInAPackage(AVATICA)))));
    }

    /**
     * A parsed statement travels through {@code query} as the one opaque class SqlNode: {@code sql} made it and {@code sql}
     * takes it back.
     */
    @Test
    void onlySqlPolicyAndEngineKnowCalcite() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packs("sql", "policy", "engine", "wire", "query"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CALCITE));
        check(noClasses()
                .that()
                .resideInAPackage(pack("query"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(CALCITE).and(not(assignableTo(org.apache.calcite.sql.SqlNode.class)))));
    }

    @Test
    void nothingPlansByCost() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(PARSER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.calcite.plan.volcano..", "org.apache.calcite.adapter.jdbc.."));
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.calcite.avatica.jdbc.JdbcMeta"));
    }

    /** The generated parser and the nodes that it makes are one thing with {@code sql}, as an engine's parts are. */
    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.cleanroom.server.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theInterfaceOfAPackageDoesNotKnowItsParts() {
        check(noClasses()
                .that()
                .resideInAPackage("io.cleanroom.server.engine")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.cleanroom.server.engine.*"));
        check(noClasses()
                .that()
                .resideInAPackage(pack("sql.statement"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.cleanroom.server.sql", PARSER));
    }

    /** What the parts of {@code query} share is made in QueryServices, what the server shares in Services. */
    @Test
    void onlyTheWiringMakesServices() {
        List<Class<?>> services = List.of(
                AuditLog.class,
                Authenticator.class,
                DataRoot.class,
                Definitions.class,
                QueryRecords.class,
                SystemTables.class,
                QueryServices.class,
                WireServer.class,
                QueryBinder.class,
                PolicyEngine.class);
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.cleanroom.server")
                .and()
                .areNotAssignableTo(QueryServices.class)
                .should()
                .callConstructorWhere(describe(
                        "a service is made",
                        call -> call.getTargetOwner().isAssignableTo(Engine.class)
                                || services.stream().anyMatch(call.getTargetOwner()::isEquivalentTo))));
        check(constructors().that().areDeclaredIn(Store.class).should().bePrivate());
    }
}
