package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.ParameterDomain;
import io.cleanroom.server.collaboration.Sha256;
import io.cleanroom.server.collaboration.UserName;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.statement.Definition;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What the grammar's productions say in Java: parse nodes into our own words. */
public final class StatementWords {
    /** {@code ::}; the binder turns it into a CAST. */
    public static final SqlBinaryOperator INFIX_CAST = (SqlBinaryOperator) SqlLibraryOperators.INFIX_CAST;

    private StatementWords() {}

    public static Name name(SqlIdentifier id) {
        return Name.of(id.getSimple());
    }

    public static SqlIdentifier qualified(SqlIdentifier id) {
        if (id.names.size() > 2 || id.isStar()) {
            throw new Problem(
                    Code.SYNTAX,
                    "a template is named name or collaboration.name. Provided: " + String.join(".", id.names));
        }
        return id;
    }

    public static @Nullable Name collaboration(SqlIdentifier id) {
        return id.names.size() == 2 ? Name.of(id.names.get(0)) : null;
    }

    public static Name object(SqlIdentifier id) {
        return Name.of(id.names.get(id.names.size() - 1));
    }

    public static UserName user(SqlIdentifier id) {
        return UserName.parse(id.getSimple());
    }

    /** For a word that the parser generator does not let be a keyword. */
    public static void require(SqlIdentifier word, String expected) {
        if (!word.getSimple().equalsIgnoreCase(expected)) {
            SqlParserPos pos = word.getParserPosition();
            throw new Problem(
                    Code.SYNTAX,
                    expected + " is expected (line " + pos.getLineNum() + ", column " + pos.getColumnNum()
                            + "). Provided: " + word.getSimple());
        }
    }

    public static Optional<UserName> optionalUser(@Nullable SqlIdentifier id) {
        return Optional.ofNullable(id).map(StatementWords::user);
    }

    public static Definition accessToken(
            Name name, @Nullable SqlIdentifier user, @Nullable String expires, SqlParserPos pos) {
        return new Definition.CreateAccessToken(
                name, optionalUser(user), Optional.ofNullable(expires).map(e -> date(e, pos)));
    }

    public static String text(SqlNode literal) {
        return String.valueOf(((SqlLiteral) literal).getValueAs(String.class));
    }

    public static SqlParserPos start(int line, int column) {
        return new SqlParserPos(line, column);
    }

    /** OR REPLACE is for templates alone. */
    public static StatementNode replaceable(StatementNode node, boolean orReplace) {
        if (orReplace && !(node.statement() instanceof Definition.CreateTemplate)) {
            throw new Problem(
                    Code.SYNTAX, "OR REPLACE is for analysis templates; drop the object first, or use IF NOT EXISTS");
        }
        return node;
    }

    /** The declared type of a parameter. */
    public static ColumnType type(SqlDataTypeSpec spec) {
        return Types.declared(spec);
    }

    public static int listMaximum(Name parameter, int maximum) {
        if (maximum < 1) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    "LIST MAX of " + parameter.sql() + " must be >= 1. Provided value: " + maximum);
        }
        return maximum;
    }

    public static void refuseSecondDefault(Name parameter, @Nullable String first) {
        if (first != null) {
            throw new Problem(Code.SYNTAX, "parameter " + parameter.sql() + " has two defaults");
        }
    }

    public static ParameterDomain like(String pattern, @Nullable String escape) {
        if (escape != null && escape.length() != 1) {
            throw new Problem(Code.SYNTAX, "ESCAPE takes one character. Provided: " + escape);
        }
        return new ParameterDomain.Like(pattern, Optional.ofNullable(escape).map(e -> e.charAt(0)));
    }

    /** One spelling for equal literals. */
    public static String literal(SqlNode literal) {
        return literal.toSqlString(c -> c.withDialect(SqlDialect.DatabaseProduct.POSTGRESQL.getDialect())
                        .withAlwaysUseParentheses(false))
                .getSql();
    }

    public static Definition approval(
            SqlIdentifier id,
            @Nullable String hash,
            @Nullable String expires,
            @Nullable Integer runs,
            List<Name> runners,
            SqlParserPos pos) {
        return new Definition.ApproveTemplate(
                collaboration(id),
                object(id),
                Optional.ofNullable(hash).map(h -> hash(h, pos)),
                Optional.ofNullable(expires).map(e -> date(e, pos)),
                Optional.ofNullable(runs).map(n -> positive(n, pos)),
                new TreeSet<>(runners));
    }

    private static Sha256 hash(String hex, SqlParserPos pos) {
        if (!hex.matches("[0-9a-fA-F]{64}")) {
            throw new Problem(
                    Code.SYNTAX,
                    "HASH takes the 64 hex digits that system.templates shows (line " + pos.getLineNum() + ")");
        }
        return new Sha256(hex.toLowerCase(Locale.ROOT));
    }

    private static LocalDate date(String text, SqlParserPos pos) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(
                    Code.SYNTAX,
                    "EXPIRES takes a date, for example DATE '2026-12-31' (line " + pos.getLineNum() + "). Provided: "
                            + text,
                    e);
        }
    }

    private static Integer positive(int runs, SqlParserPos pos) {
        if (runs < 1) {
            throw new Problem(
                    Code.SYNTAX, "MAX RUNS must be >= 1 (line " + pos.getLineNum() + "). Provided value: " + runs);
        }
        return runs;
    }
}
