<#-- Our statements. Each production builds the record of package sql.statement; StatementNode carries it out. -->

/** Parses an expression cast as PostgreSQL writes it: {@code x::type}. After Calcite's Babel parser (Apache-2.0). */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec dt;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
    }
    dt = DataType() {
        list.add(new SqlParserUtil.ToTreeListItem(StatementWords.INFIX_CAST, s.pos()));
        list.add(dt);
    }
}

/** A template's parameter, {@code :name}. */
SqlNode NamedParam() :
{
    final SqlIdentifier name;
    final Span s;
}
{
    <COLON> { s = span(); }
    name = SimpleIdentifier() {
        return new NamedParameter(nDynamicParams++, StatementWords.name(name), s.end(name));
    }
}

Name ObjectName() :
{
    final SqlIdentifier id;
}
{
    id = SimpleIdentifier() { return StatementWords.name(id); }
}

/** {@code [collaboration.]name}. */
SqlIdentifier QualifiedName() :
{
    final SqlIdentifier id;
}
{
    id = CompoundIdentifier() { return StatementWords.qualified(id); }
}

String Text() :
{
    final SqlNode literal;
}
{
    literal = StringLiteral() { return StatementWords.text(literal); }
}

List<Name> NameList() :
{
    final List<Name> names = new ArrayList<Name>();
    Name n;
}
{
    <LPAREN> n = ObjectName() { names.add(n); }
    ( <COMMA> n = ObjectName() { names.add(n); } )*
    <RPAREN> { return names; }
}

/** {@code "member/user"} or operator. */
SqlIdentifier UserIdentifier() :
{
    final SqlIdentifier id;
}
{
    id = SimpleIdentifier() { return id; }
}

boolean IfNotExists() :
{
}
{
    [ <IF> <NOT> <EXISTS> { return true; } ] { return false; }
}

boolean IfExists() :
{
}
{
    [ LOOKAHEAD(2) <IF> <EXISTS> { return true; } ] { return false; }
}

/** Any of our statements. */
SqlNode CleanroomStatement() :
{
    final StatementNode statement;
}
{
    (
        LOOKAHEAD(4) statement = CreateStatement()
    |
        LOOKAHEAD(2) statement = AlterStatement()
    |
        statement = DropStatement()
    |
        statement = CollaborationStatement()
    |
        statement = AssociationStatement()
    |
        statement = ApprovalStatement()
    |
        LOOKAHEAD(2) statement = ReviewStatement()
    |
        statement = RunStatement()
    )
    { return statement; }
}

StatementNode CreateStatement() :
{
    final Span s;
    boolean orReplace = false;
    final StatementNode statement;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { orReplace = true; } ]
    (
        statement = CreateMember(s)
    |
        statement = CreateUser(s)
    |
        statement = CreateAccessToken(s)
    |
        statement = CreateCollaboration(s)
    |
        statement = CreateConfiguredTable(s)
    |
        statement = CreateTemplate(s, orReplace)
    )
    { return StatementWords.replaceable(statement, orReplace); }
}

StatementNode CreateMember(Span s) :
{
    final boolean ifNotExists;
    final Name name;
    final String data;
    final String result;
}
{
    <MEMBER> ifNotExists = IfNotExists() name = ObjectName()
    <DATA> <LOCATION> data = Text()
    <RESULT> <LOCATION> result = Text() {
        return new StatementNode(s.end(this), new Definition.CreateMember(name, data, result, ifNotExists));
    }
}

Set<Role> Roles() :
{
    final Set<Role> roles = new LinkedHashSet<Role>();
    Role r;
}
{
    r = RoleName() { roles.add(r); }
    ( <COMMA> r = RoleName() { roles.add(r); } )*
    { return roles; }
}

Role RoleName() :
{
}
{
    <ADMIN> { return Role.ADMIN; }
|
    <ANALYST> { return Role.ANALYST; }
|
    <AUDITOR> { return Role.AUDITOR; }
}

StatementNode CreateUser(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier user;
    final Set<Role> roles;
    final String password;
}
{
    <USER> ifNotExists = IfNotExists() user = UserIdentifier()
    <ROLE> roles = Roles() <PASSWORD> password = Text() {
        return new StatementNode(s.end(this),
            new Definition.CreateUser(StatementWords.user(user), roles, password, ifNotExists));
    }
}

/** TOKEN cannot be a keyword: JavaCC keeps the word for itself. */
void AccessToken() :
{
    final SqlIdentifier word;
}
{
    <ACCESS> word = SimpleIdentifier() { StatementWords.require(word, "TOKEN"); }
}

StatementNode CreateAccessToken(Span s) :
{
    final Name name;
    SqlIdentifier user = null;
    String expires = null;
}
{
    AccessToken() name = ObjectName() [ <FOR> user = UserIdentifier() ] [ <EXPIRES> <DATE> expires = Text() ] {
        return new StatementNode(s.end(this), StatementWords.accessToken(name, user, expires, s.end(this)));
    }
}

StatementNode CreateCollaboration(Span s) :
{
    final boolean ifNotExists;
    final Name name;
    final List<Definition.Invitation> members = new ArrayList<Definition.Invitation>();
}
{
    <COLLABORATION> ifNotExists = IfNotExists() name = ObjectName()
    <LPAREN> InvitedMember(members) ( <COMMA> InvitedMember(members) )* <RPAREN> {
        return new StatementNode(s.end(this), new Definition.CreateCollaboration(name, members, ifNotExists));
    }
}

void InvitedMember(List<Definition.Invitation> members) :
{
    final Name name;
    final Set<Ability> abilities = new LinkedHashSet<Ability>();
}
{
    <MEMBER> name = ObjectName() <CAN>
    <LPAREN> AbilityName(abilities) ( <COMMA> AbilityName(abilities) )* <RPAREN> {
        members.add(new Definition.Invitation(name, abilities));
    }
}

void AbilityName(Set<Ability> abilities) :
{
}
{
    <CONTRIBUTE> { abilities.add(Ability.CONTRIBUTE); }
|
    <QUERY> { abilities.add(Ability.QUERY); }
|
    <RECEIVE> <RESULTS> { abilities.add(Ability.RECEIVE_RESULTS); }
}

Source.Format SourceFormat() :
{
}
{
    <PARQUET> { return Source.Format.PARQUET; }
|
    <CSV> { return Source.Format.CSV; }
|
    <JSON> { return Source.Format.JSON; }
|
    <ARROW> { return Source.Format.ARROW; }
}

OptionClause SourceOptions() :
{
    final OptionClause given = new OptionClause();
}
{
    [
        <OPTIONS> <LPAREN> SourceOption(given) ( <COMMA> SourceOption(given) )* <RPAREN>
    ]
    { return given; }
}

void SourceOption(OptionClause given) :
{
    final Name key;
    final String value;
}
{
    key = ObjectName() value = Text() { given.add(key, value, getPos()); }
}

StatementNode CreateConfiguredTable(Span s) :
{
    final boolean ifNotExists;
    final Name name;
    final String path;
    final Source.Format format;
    final OptionClause given;
}
{
    <CONFIGURED> <TABLE> ifNotExists = IfNotExists() name = ObjectName()
    <FROM> path = Text() <FORMAT> format = SourceFormat() given = SourceOptions() {
        return new StatementNode(s.end(this),
            new Definition.CreateConfiguredTable(name, path, format, given.map(), ifNotExists));
    }
}

StatementNode CreateTemplate(Span s, boolean orReplace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<TemplateParameter> parameters = new ArrayList<TemplateParameter>();
    String description = "";
    final SqlNode body;
    final SqlParserPos start;
}
{
    <ANALYSIS> <TEMPLATE> ifNotExists = IfNotExists() name = QualifiedName()
    <LPAREN> [ Parameter(parameters) ( <COMMA> Parameter(parameters) )* ] <RPAREN>
    [ <DESCRIPTION> description = Text() ]
    <AS> { start = StatementWords.start(getToken(1).beginLine, getToken(1).beginColumn); }
    body = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) {
        return new StatementNode(s.end(this),
            new Definition.CreateTemplate(StatementWords.collaboration(name), StatementWords.object(name), parameters,
                description, "", orReplace, ifNotExists),
            start.plus(getPos()));
    }
}

void Parameter(List<TemplateParameter> parameters) :
{
    final Name name;
    final SqlDataTypeSpec type;
    int maximum = 0;
    String defaultValue = null;
    Optional<ParameterDomain> domain = Optional.empty();
}
{
    name = ObjectName() type = DataType()
    [ <LIST> <MAX> maximum = UnsignedIntLiteral() { maximum = StatementWords.listMaximum(name, maximum); } ]
    [ <DEFAULT_> defaultValue = DefaultText() ]
    [ domain = Domain() ]
    [ <DEFAULT_> { StatementWords.refuseSecondDefault(name, defaultValue); } defaultValue = DefaultText() ]
    {
        parameters.add(new TemplateParameter(name, StatementWords.type(type), maximum, domain,
            Optional.ofNullable(defaultValue)));
    }
}

/** One literal, or {@code ARRAY[...]} of them for a list. */
String DefaultText() :
{
    final List<String> values = new ArrayList<String>();
    String text;
}
{
    <ARRAY> <LBRACKET> text = LiteralText() { values.add(text); }
    ( <COMMA> text = LiteralText() { values.add(text); } )* <RBRACKET>
    { return "ARRAY[" + String.join(", ", values) + "]"; }
|
    text = LiteralText() { return text; }
}

Optional<ParameterDomain> Domain() :
{
    Optional<ParameterDomain> domain = Optional.empty();
    final List<String> values = new ArrayList<String>();
    String low;
    String high;
    String escape = null;
    int length;
}
{
        <CHECK>
        (
            <IN> <LPAREN> low = LiteralText() { values.add(low); }
            ( <COMMA> low = LiteralText() { values.add(low); } )* <RPAREN>
            { domain = Optional.<ParameterDomain>of(new ParameterDomain.OneOf(values)); }
        |
            <BETWEEN> low = LiteralText() <AND> high = LiteralText()
            { domain = Optional.<ParameterDomain>of(new ParameterDomain.Between(low, high)); }
        |
            <LENGTH> <LE> length = UnsignedIntLiteral()
            { domain = Optional.<ParameterDomain>of(new ParameterDomain.MaximumLength(length)); }
        |
            <LIKE> low = Text() [ <ESCAPE> escape = Text() ]
            { domain = Optional.<ParameterDomain>of(StatementWords.like(low, escape)); }
        )
    { return domain; }
}

/** A literal, in the canonical spelling. */
String LiteralText() :
{
    final SqlNode literal;
}
{
    literal = Literal() { return StatementWords.literal(literal); }
}

StatementNode AlterStatement() :
{
    final Span s;
    final SqlIdentifier user;
    final Name table;
    final String password;
    final Set<Role> roles;
    final AnalysisRule rule;
    final int amount;
    final AccessBudget.Period period;
    Name runner = null;
}
{
    <ALTER> { s = span(); }
    (
        <USER> user = UserIdentifier() <SET>
        (
            <PASSWORD> password = Text() {
                return new StatementNode(s.end(this), new Definition.AlterUser(StatementWords.user(user),
                    Optional.of(password), Optional.<Set<Role>>empty()));
            }
        |
            <ROLE> roles = Roles() {
                return new StatementNode(s.end(this), new Definition.AlterUser(StatementWords.user(user),
                    Optional.<String>empty(), Optional.of(roles)));
            }
        )
    |
        <CONFIGURED> <TABLE> table = ObjectName()
        (
            <SET>
            (
                <ANALYSIS> <RULE> rule = Rule() {
                    return new StatementNode(s.end(this), new Definition.SetAnalysisRule(table, rule));
                }
            |
                <ACCESS> <BUDGET> amount = UnsignedIntLiteral() <PER> period = BudgetPeriod()
                [ <FOR> runner = ObjectName() ] {
                    return new StatementNode(s.end(this), new Definition.SetAccessBudget(table,
                        new AccessBudget(Optional.ofNullable(runner), period, amount)));
                }
            )
        |
            <DROP> <ACCESS> <BUDGET> <PER> period = BudgetPeriod() [ <FOR> runner = ObjectName() ] {
                return new StatementNode(s.end(this),
                    new Definition.DropAccessBudget(table, period, Optional.ofNullable(runner)));
            }
        )
    )
}

AccessBudget.Period BudgetPeriod() :
{
}
{
    <DAY> { return AccessBudget.Period.DAY; }
|
    <WEEK> { return AccessBudget.Period.WEEK; }
|
    <MONTH> { return AccessBudget.Period.MONTH; }
|
    <LIFETIME> { return AccessBudget.Period.LIFETIME; }
}

AnalysisRule Rule() :
{
    final RuleClauses clauses = new RuleClauses();
    final String type;
}
{
    ( <AGGREGATION> | <LIST> | <CUSTOM> ) { type = token.image; }
    <LPAREN> RuleClause(clauses) ( <COMMA> RuleClause(clauses) )* <RPAREN> {
        return clauses.rule(type, getPos());
    }
}

void RuleClause(RuleClauses c) :
{
    final SqlParserPos pos;
    List<Name> names;
    Name column;
    int minimum;
    final List<AggregateGrant> grants = new ArrayList<AggregateGrant>();
    final List<String> functions = new ArrayList<String>();
    final Set<LogicalOperator> operators = new LinkedHashSet<LogicalOperator>();
}
{
    { pos = StatementWords.start(getToken(1).beginLine, getToken(1).beginColumn); }
    (
        <JOIN>
        (
            <COLUMNS> names = NameList() { c.names(pos, "JOIN COLUMNS", names); }
        |
            <REQUIRED> { c.flag(pos, "JOIN REQUIRED"); }
        |
            <OPERATORS> <LPAREN> JoinOperator(operators) ( <COMMA> JoinOperator(operators) )* <RPAREN>
            { c.joinOperators(pos, operators); }
        )
    |
        <DIMENSION> <COLUMNS> names = NameList() { c.names(pos, "DIMENSION COLUMNS", names); }
    |
        <LIST> <COLUMNS> names = NameList() { c.names(pos, "LIST COLUMNS", names); }
    |
        <AGGREGATE> <COLUMNS> <LPAREN> Grant(grants) ( <COMMA> Grant(grants) )* <RPAREN>
        { c.aggregateColumns(pos, grants); }
    |
        <SCALAR> <FUNCTIONS> <LPAREN> FunctionWord(functions) ( <COMMA> FunctionWord(functions) )* <RPAREN>
        { c.scalarFunctions(pos, functions); }
    |
        <TEMPLATES> <ONLY> { c.flag(pos, "TEMPLATES ONLY"); }
    |
        <QUERIES> <BY> names = NameList() { c.names(pos, "QUERIES BY", names); }
    |
        <DISALLOWED> <OUTPUT> <COLUMNS> names = NameList() { c.names(pos, "DISALLOWED OUTPUT COLUMNS", names); }
    |
        <IDENTITY> <COLUMN> column = ObjectName() { c.identityColumn(pos, column); }
    |
        <COMPARISONS> <WITH>
        (
            <LITERALS> { names = new ArrayList<Name>(); } names = NameListOrNone()
            { c.names(pos, "COMPARISONS WITH LITERALS", names); }
        |
            <COLUMNS> names = NameListOrNone() { c.names(pos, "COMPARISONS WITH COLUMNS", names); }
        )
    |
        <MINIMUM> minimum = UnsignedIntLiteral() <DISTINCT> column = ObjectName()
        { c.constraint(new OutputConstraint(column, minimum)); }
    |
        <WITHOUT> <MINIMUM> { c.flag(pos, "WITHOUT MINIMUM"); }
    )
}

List<Name> NameListOrNone() :
{
    final List<Name> names;
}
{
    LOOKAHEAD(2) <LPAREN> <RPAREN> { return new ArrayList<Name>(); }
|
    names = NameList() { return names; }
}

void JoinOperator(Set<LogicalOperator> operators) :
{
}
{
    <AND> { operators.add(LogicalOperator.AND); }
|
    <OR> { operators.add(LogicalOperator.OR); }
}

/** The name of an aggregate or scalar function: a word, or one of the reserved words that name functions. */
String GrantedFunctionName() :
{
    final SqlIdentifier id;
}
{
    (
        <COUNT> | <SUM> | <AVG> | <MIN> | <MAX> | <EXTRACT> | <UPPER> | <LOWER> | <COALESCE> | <NULLIF> | <CAST>
    |   <SUBSTRING> | <TRIM> | <CEIL> | <CEILING> | <FLOOR> | <ABS> | <LN> | <SQRT> | <POWER> | <MOD> | <EXP>
    |   <POSITION> | <OVERLAY> | <CHAR_LENGTH> | <CHARACTER_LENGTH> | <YEAR> | <MONTH> | <HOUR> | <MINUTE> | <SECOND>
    |   <CURRENT_DATE> | <CURRENT_TIMESTAMP> | <CASE> | <LEFT> | <RIGHT> | <CONVERT> | <TRUNCATE> | <TRANSLATE>
    |   <CLASSIFIER> | <STDDEV_POP> | <STDDEV_SAMP> | <VAR_POP> | <VAR_SAMP> | <LIKE> | <INTERVAL> | <REPLACE>
    )
    { return token.image; }
|
    id = SimpleIdentifier() { return id.getSimple(); }
}

void FunctionWord(List<String> functions) :
{
    final String name;
}
{
    name = GrantedFunctionName() { functions.add(name.toUpperCase(Locale.ROOT)); }
}

void Grant(List<AggregateGrant> grants) :
{
    final SqlParserPos pos;
    final String function;
    boolean distinct = false;
    Name column = null;
}
{
    { pos = StatementWords.start(getToken(1).beginLine, getToken(1).beginColumn); }
    function = GrantedFunctionName()
    <LPAREN>
    (
        <STAR>
    |
        [ <DISTINCT> { distinct = true; } ] column = ObjectName()
    )
    <RPAREN> { grants.add(RuleClauses.grant(pos, function, distinct, column)); }
}

StatementNode DropStatement() :
{
    final Span s;
    final boolean ifExists;
    final Name name;
    final SqlIdentifier id;
    SqlIdentifier user = null;
}
{
    <DROP> { s = span(); }
    (
        AccessToken() ifExists = IfExists() name = ObjectName() [ <FOR> user = UserIdentifier() ] {
            return new StatementNode(s.end(this),
                new Definition.DropAccessToken(name, StatementWords.optionalUser(user), ifExists));
        }
    |
        <MEMBER> ifExists = IfExists() name = ObjectName() {
            return new StatementNode(s.end(this), new Definition.DropMember(name, ifExists));
        }
    |
        <USER> ifExists = IfExists() id = UserIdentifier() {
            return new StatementNode(s.end(this), new Definition.DropUser(StatementWords.user(id), ifExists));
        }
    |
        <COLLABORATION> ifExists = IfExists() name = ObjectName() {
            return new StatementNode(s.end(this), new Definition.DropCollaboration(name, ifExists));
        }
    |
        <CONFIGURED> <TABLE> ifExists = IfExists() name = ObjectName() {
            return new StatementNode(s.end(this), new Definition.DropConfiguredTable(name, ifExists));
        }
    |
        <ANALYSIS> <TEMPLATE> ifExists = IfExists() id = QualifiedName() {
            return new StatementNode(s.end(this), new Definition.DropTemplate(
                StatementWords.collaboration(id), StatementWords.object(id), ifExists));
        }
    )
}

StatementNode CollaborationStatement() :
{
    final Span s;
    final Name name;
}
{
    <JOIN> { s = span(); } <COLLABORATION> name = ObjectName() {
        return new StatementNode(s.end(this), new Definition.JoinCollaboration(name));
    }
|
    <LEAVE> { s = span(); } <COLLABORATION> name = ObjectName() {
        return new StatementNode(s.end(this), new Definition.LeaveCollaboration(name));
    }
}

StatementNode AssociationStatement() :
{
    final Span s;
    final Name table;
    final Name collaboration;
    Name alias;
    List<Name> receivers = new ArrayList<Name>();
}
{
    <ASSOCIATE> { s = span(); } <CONFIGURED> <TABLE> table = ObjectName() { alias = table; }
    <WITH> <COLLABORATION> collaboration = ObjectName()
    [ <AS> alias = ObjectName() ]
    [ <RESULT> <RECEIVERS> receivers = NameList() ] {
        return new StatementNode(s.end(this), new Definition.AssociateTable(
            table, collaboration, alias, new LinkedHashSet<Name>(receivers)));
    }
|
    <DISASSOCIATE> { s = span(); } <CONFIGURED> <TABLE> table = ObjectName()
    <FROM> <COLLABORATION> collaboration = ObjectName() {
        return new StatementNode(s.end(this), new Definition.DisassociateTable(table, collaboration));
    }
}

StatementNode ApprovalStatement() :
{
    final Span s;
    final SqlIdentifier id;
    String hash = null;
    String expires = null;
    Integer runs = null;
    List<Name> runners = new ArrayList<Name>();
}
{
    <APPROVE> { s = span(); } <ANALYSIS> <TEMPLATE> id = QualifiedName()
    [ [ <COMMA> ] <HASH> hash = Text() ]
    [ [ <COMMA> ] <EXPIRES> <DATE> expires = Text() ]
    [ [ <COMMA> ] <MAX> <RUNS> runs = UnsignedIntLiteral() ]
    [ [ <COMMA> ] <RUNNERS> runners = NameList() ] {
        return new StatementNode(s.end(this), StatementWords.approval(id, hash, expires, runs, runners, s.end(this)));
    }
|
    <REVOKE> { s = span(); } <ANALYSIS> <TEMPLATE> id = QualifiedName() {
        return new StatementNode(s.end(this),
            new Definition.RevokeTemplate(StatementWords.collaboration(id), StatementWords.object(id)));
    }
}

StatementNode ReviewStatement() :
{
    final Span s;
    final SqlIdentifier id;
    final Name name;
    final String path;
    Source.Format format = null;
    final OptionClause given;
    final SqlNode query;
}
{
    <EXPLAIN> { s = span(); }
    (
        <ANALYSIS> <TEMPLATE> id = QualifiedName() {
            return new StatementNode(s.end(this),
                new Review.ExplainTemplate(StatementWords.collaboration(id), StatementWords.object(id)));
        }
    |
        <PLAN> <FOR> query = Runnable() {
            return new StatementNode(s.end(this), new Query.Explain(query));
        }
    )
|
    <DESCRIBE> { s = span(); } <SOURCE> path = Text() [ <FORMAT> format = SourceFormat() ]
    given = SourceOptions() {
        return new StatementNode(s.end(this), new Review.DescribeSource(path, Optional.ofNullable(format), given.map()));
    }
|
    <SHOW> { s = span(); }
    (
        <CREATE> <COLLABORATION> name = ObjectName() {
            return new StatementNode(s.end(this), new Review.ShowCreateCollaboration(name));
        }
    |
        <DIFF> <ANALYSIS> <TEMPLATE> id = QualifiedName() {
            return new StatementNode(s.end(this),
                new Review.ShowDiff(StatementWords.collaboration(id), StatementWords.object(id)));
        }
    )
}

StatementNode RunStatement() :
{
    final Span s;
    final SqlNode query;
    final String into;
    final String id;
    Source.Format format = null;
    List<Name> receivers = new ArrayList<Name>();
}
{
    <SUBMIT> { s = span(); } query = Runnable() <INTO> into = Text() [ <FORMAT> format = SourceFormat() ]
    [ <RESULT> <RECEIVERS> receivers = NameList() ] {
        return new StatementNode(s.end(this),
            new Query.Submit(query, into, Optional.ofNullable(format), receivers));
    }
|
    <CANCEL> { s = span(); } <PROTECTED> <QUERY> id = Text() {
        return new StatementNode(s.end(this), new Control.CancelQuery(id));
    }
}

/** A query, or a call of a template. */
SqlNode Runnable() :
{
    final SqlNode node;
}
{
    node = SqlProcedureCall() { return node; }
|
    node = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) { return node; }
}

/** Any keyword, where only a name can stand: after AS and after a dot. */
SqlIdentifier KeywordAsName() :
{
    final String name;
}
{
    name = Keyword() { return new SqlIdentifier(name, getPos()); }
}

void AddKeywordSegment(List<String> names, List<SqlParserPos> positions) :
{
    final String name;
}
{
    name = Keyword() {
        names.add(name);
        positions.add(getPos());
    }
}

JAVACODE String Keyword() {
    getNextToken();
    return unquotedIdentifier();
}
