package io.cleanroom.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Describes the server to tools.
 *
 * <p>Catalogs, schemas, tables, columns, table types and types are asked of the server, which shows the user's own view;
 * templates are asked of schema {@code system}. Avatica's constants are replaced wherever they are not true of Cleanroom.
 */
final class CleanroomDatabaseMetaData extends Listings {
    CleanroomDatabaseMetaData(CleanroomConnection connection) {
        super(connection);
    }

    // Names and versions

    /** Also of a connection that was opened with a token: the server says whom that stands for. */
    @Override
    public @Nullable String getUserName() {
        String user = connection.service().user();
        return user == null ? connection.settings().user() : user;
    }

    @Override
    public String getDatabaseProductVersion() {
        String version = connection.service().serverVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public int getDatabaseMajorVersion() {
        return Version.part(getDatabaseProductVersion(), 0);
    }

    @Override
    public int getDatabaseMinorVersion() {
        return Version.part(getDatabaseProductVersion(), 1);
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSchemaTerm() {
        return "collaboration";
    }

    @Override
    public String getProcedureTerm() {
        return "analysis template";
    }

    @Override
    public String getNumericFunctions() throws SQLException {
        connection.checkOpen();
        return EscapedFunctions.NUMERIC;
    }

    @Override
    public String getStringFunctions() throws SQLException {
        connection.checkOpen();
        return EscapedFunctions.STRING;
    }

    @Override
    public String getSystemFunctions() throws SQLException {
        connection.checkOpen();
        return EscapedFunctions.SYSTEM;
    }

    @Override
    public String getTimeDateFunctions() throws SQLException {
        connection.checkOpen();
        return EscapedFunctions.TIME_DATE;
    }

    /** Those that SQL:2003 does not have. */
    @Override
    public String getSQLKeywords() {
        return "LIMIT,OFFSET";
    }

    @Override
    public int getMaxColumnNameLength() {
        return Identifiers.LONGEST;
    }

    @Override
    public int getMaxTableNameLength() {
        return Identifiers.LONGEST;
    }

    @Override
    public int getMaxSchemaNameLength() {
        return Identifiers.LONGEST;
    }

    @Override
    public int getMaxProcedureNameLength() {
        return Identifiers.LONGEST;
    }

    /** Of characters; {@code docs/sql.md} has this and the next. */
    @Override
    public int getMaxStatementLength() {
        return 600_000;
    }

    @Override
    public int getMaxTablesInSelect() {
        return 256;
    }

    @Override
    public String getCatalogTerm() {
        return "";
    }

    @Override
    public String getCatalogSeparator() {
        return "";
    }

    // Transactions and results

    @Override
    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_NONE;
    }

    @Override
    public boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_NONE;
    }

    @Override
    public boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.of("the metadata is no " + type.getName(), Errors.UNSUPPORTED);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    // True

    @Override
    public boolean allTablesAreSelectable() {
        return true;
    }

    @Override
    public boolean nullsAreSortedAtEnd() {
        return true;
    }

    @Override
    public boolean storesLowerCaseIdentifiers() {
        return true;
    }

    @Override
    public boolean storesMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsOpenCursorsAcrossCommit() {
        return true;
    }

    @Override
    public boolean supportsOpenStatementsAcrossCommit() {
        return true;
    }

    // False

    @Override
    public boolean allProceduresAreCallable() {
        return false;
    }

    @Override
    public boolean dataDefinitionCausesTransactionCommit() {
        return false;
    }

    @Override
    public boolean dataDefinitionIgnoredInTransactions() {
        return false;
    }

    @Override
    public boolean isCatalogAtStart() {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public boolean locatorsUpdateCopy() {
        return false;
    }

    @Override
    public boolean nullsAreSortedAtStart() {
        return false;
    }

    @Override
    public boolean nullsAreSortedHigh() {
        return false;
    }

    @Override
    public boolean nullsAreSortedLow() {
        return false;
    }

    @Override
    public boolean storesLowerCaseQuotedIdentifiers() {
        return true;
    }

    @Override
    public boolean storesMixedCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsANSI92FullSQL() {
        return false;
    }

    @Override
    public boolean supportsANSI92IntermediateSQL() {
        return false;
    }

    @Override
    public boolean supportsBatchUpdates() {
        return false;
    }

    @Override
    public boolean supportsCatalogsInDataManipulation() {
        return false;
    }

    @Override
    public boolean supportsCatalogsInIndexDefinitions() {
        return false;
    }

    @Override
    public boolean supportsCatalogsInPrivilegeDefinitions() {
        return false;
    }

    @Override
    public boolean supportsCatalogsInProcedureCalls() {
        return false;
    }

    @Override
    public boolean supportsCatalogsInTableDefinitions() {
        return false;
    }

    @Override
    public boolean supportsConvert() {
        return true;
    }

    @Override
    public boolean supportsDataDefinitionAndDataManipulationTransactions() {
        return false;
    }

    @Override
    public boolean supportsDataManipulationTransactionsOnly() {
        return false;
    }

    @Override
    public boolean supportsIntegrityEnhancementFacility() {
        return false;
    }

    @Override
    public boolean supportsMixedCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsOpenCursorsAcrossRollback() {
        return true;
    }

    @Override
    public boolean supportsOpenStatementsAcrossRollback() {
        return true;
    }

    @Override
    public boolean supportsSchemasInIndexDefinitions() {
        return false;
    }

    @Override
    public boolean supportsSchemasInPrivilegeDefinitions() {
        return false;
    }

    @Override
    public boolean supportsSelectForUpdate() {
        return false;
    }

    @Override
    public boolean supportsStoredFunctionsUsingCallSyntax() {
        return false;
    }

    @Override
    public boolean supportsStoredProcedures() {
        return true;
    }

    @Override
    public boolean supportsNamedParameters() {
        return true;
    }

    @Override
    public boolean supportsDifferentTableCorrelationNames() {
        return false;
    }

    @Override
    public boolean supportsNonNullableColumns() {
        return false;
    }

    /** Tools ask this to learn whether there are schemas at all; without it SchemaCrawler finds none. */
    @Override
    public boolean supportsSchemasInTableDefinitions() {
        return true;
    }

    @Override
    public boolean supportsANSI92EntryLevelSQL() {
        return false;
    }

    @Override
    public boolean supportsMinimumSQLGrammar() {
        return false;
    }

    @Override
    public boolean supportsCoreSQLGrammar() {
        return false;
    }

    @Override
    public boolean supportsExtendedSQLGrammar() {
        return false;
    }

    @Override
    public boolean supportsCorrelatedSubqueries() {
        return true;
    }

    @Override
    public boolean supportsSubqueriesInComparisons() {
        return true;
    }

    @Override
    public boolean supportsSubqueriesInExists() {
        return true;
    }

    @Override
    public boolean supportsSubqueriesInIns() {
        return true;
    }

    /** {@code ANY} and {@code ALL} are refused. */
    @Override
    public boolean supportsSubqueriesInQuantifieds() {
        return false;
    }

    @Override
    public boolean supportsExpressionsInOrderBy() {
        return true;
    }

    @Override
    public boolean supportsOrderByUnrelated() {
        return true;
    }

    @Override
    public boolean supportsConvert(int fromType, int toType) {
        return JdbcTypes.converts(fromType, toType);
    }

    /** Of released results. */
    @Override
    public boolean supportsOuterJoins() {
        return true;
    }

    /** Of released results, too. */
    @Override
    public boolean supportsFullOuterJoins() {
        return true;
    }

    @Override
    public boolean supportsLimitedOuterJoins() {
        return true;
    }

    // Results are never changed, by nobody

    @Override
    public boolean ownUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean ownDeletesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean ownInsertsAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersDeletesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersInsertsAreVisible(int type) {
        return false;
    }

    @Override
    public boolean updatesAreDetected(int type) {
        return false;
    }

    @Override
    public boolean deletesAreDetected(int type) {
        return false;
    }

    @Override
    public boolean insertsAreDetected(int type) {
        return false;
    }
}
