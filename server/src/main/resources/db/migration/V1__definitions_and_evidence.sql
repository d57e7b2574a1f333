-- One row: its lock puts all writers in one order; version grows with every change of a definition.
CREATE TABLE store_state (
    id INTEGER NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    last_write VARCHAR(36) NOT NULL
);
INSERT INTO store_state (id, version, last_write) VALUES (1, 0, 'none');

CREATE TABLE members (
    name VARCHAR(127) NOT NULL PRIMARY KEY,
    data_location VARCHAR(1000) NOT NULL,
    result_location VARCHAR(1000) NOT NULL
);

-- The operator belongs to no member.
CREATE TABLE users (
    name VARCHAR(255) NOT NULL PRIMARY KEY,
    member VARCHAR(127) REFERENCES members (name),
    password_hash VARCHAR(200) NOT NULL,
    roles VARCHAR(40) NOT NULL
);

CREATE TABLE collaborations (
    name VARCHAR(127) NOT NULL PRIMARY KEY
);

CREATE TABLE memberships (
    collaboration VARCHAR(127) NOT NULL REFERENCES collaborations (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    member VARCHAR(127) NOT NULL REFERENCES members (name),
    abilities VARCHAR(60) NOT NULL,
    status VARCHAR(10) NOT NULL,
    PRIMARY KEY (collaboration, member)
);

CREATE TABLE configured_tables (
    owner VARCHAR(127) NOT NULL REFERENCES members (name),
    name VARCHAR(127) NOT NULL,
    path VARCHAR(1000) NOT NULL,
    format VARCHAR(10) NOT NULL,
    rule_type VARCHAR(20),
    PRIMARY KEY (owner, name)
);

CREATE TABLE source_options (
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    name VARCHAR(127) NOT NULL,
    setting VARCHAR(1000) NOT NULL,
    PRIMARY KEY (owner, table_name, name),
    FOREIGN KEY (owner, table_name) REFERENCES configured_tables (owner, name) ON DELETE CASCADE
);

CREATE TABLE table_columns (
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR(127) NOT NULL,
    name_in_source VARCHAR(1000) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    type_precision INTEGER NOT NULL,
    type_scale INTEGER NOT NULL,
    PRIMARY KEY (owner, table_name, position),
    FOREIGN KEY (owner, table_name) REFERENCES configured_tables (owner, name) ON DELETE CASCADE
);

-- An analysis rule as its owner wrote it, one row a word of it, in order.
CREATE TABLE rule_clauses (
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    position INTEGER NOT NULL,
    clause VARCHAR(40) NOT NULL,
    argument VARCHAR(127),
    function_name VARCHAR(40),
    amount INTEGER NOT NULL,
    PRIMARY KEY (owner, table_name, position),
    FOREIGN KEY (owner, table_name) REFERENCES configured_tables (owner, name) ON DELETE CASCADE
);

CREATE TABLE associations (
    collaboration VARCHAR(127) NOT NULL REFERENCES collaborations (name) ON DELETE CASCADE,
    alias VARCHAR(127) NOT NULL,
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    PRIMARY KEY (collaboration, alias),
    UNIQUE (collaboration, owner, table_name),
    FOREIGN KEY (owner, table_name) REFERENCES configured_tables (owner, name)
);

CREATE TABLE association_receivers (
    collaboration VARCHAR(127) NOT NULL,
    alias VARCHAR(127) NOT NULL,
    member VARCHAR(127) NOT NULL REFERENCES members (name),
    PRIMARY KEY (collaboration, alias, member),
    FOREIGN KEY (collaboration, alias) REFERENCES associations (collaboration, alias) ON DELETE CASCADE
);

CREATE TABLE templates (
    collaboration VARCHAR(127) NOT NULL REFERENCES collaborations (name) ON DELETE CASCADE,
    name VARCHAR(127) NOT NULL,
    author VARCHAR(127) NOT NULL REFERENCES members (name),
    description VARCHAR(100000) NOT NULL,
    sql_text VARCHAR(100000) NOT NULL,
    PRIMARY KEY (collaboration, name)
);

CREATE TABLE template_parameters (
    collaboration VARCHAR(127) NOT NULL,
    template VARCHAR(127) NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR(127) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    type_precision INTEGER NOT NULL,
    type_scale INTEGER NOT NULL,
    domain_kind VARCHAR(10),
    PRIMARY KEY (collaboration, template, position),
    FOREIGN KEY (collaboration, template) REFERENCES templates (collaboration, name) ON DELETE CASCADE
);

CREATE TABLE parameter_domains (
    collaboration VARCHAR(127) NOT NULL,
    template VARCHAR(127) NOT NULL,
    parameter INTEGER NOT NULL,
    position INTEGER NOT NULL,
    literal VARCHAR(100000) NOT NULL,
    PRIMARY KEY (collaboration, template, parameter, position),
    FOREIGN KEY (collaboration, template, parameter)
        REFERENCES template_parameters (collaboration, template, position) ON DELETE CASCADE
);

CREATE TABLE template_tables (
    collaboration VARCHAR(127) NOT NULL,
    template VARCHAR(127) NOT NULL,
    alias VARCHAR(127) NOT NULL,
    PRIMARY KEY (collaboration, template, alias),
    FOREIGN KEY (collaboration, template) REFERENCES templates (collaboration, name) ON DELETE CASCADE
);

CREATE TABLE approvals (
    collaboration VARCHAR(127) NOT NULL,
    template VARCHAR(127) NOT NULL,
    owner VARCHAR(127) NOT NULL REFERENCES members (name),
    hash VARCHAR(64) NOT NULL,
    approved_by VARCHAR(255) NOT NULL,
    approved_at TIMESTAMP(6) NOT NULL,
    expires_at TIMESTAMP(6),
    maximum_runs INTEGER,
    runs INTEGER NOT NULL,
    PRIMARY KEY (collaboration, template, owner),
    FOREIGN KEY (collaboration, template) REFERENCES templates (collaboration, name) ON DELETE CASCADE
);

-- Evidence outlives what it is about: no references to definitions.
CREATE TABLE protected_queries (
    query_id VARCHAR(36) NOT NULL PRIMARY KEY,
    collaboration VARCHAR(127),
    member VARCHAR(127) NOT NULL,
    user_name VARCHAR(255) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    template VARCHAR(127),
    parameters VARCHAR(100000) NOT NULL,
    sql_text VARCHAR(100000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    decision VARCHAR(20) NOT NULL,
    reasons VARCHAR(100000) NOT NULL,
    submitted_at TIMESTAMP(6) NOT NULL,
    finished_at TIMESTAMP(6),
    failure VARCHAR(1000),
    result_location VARCHAR(1000),
    rows_out BIGINT,
    engine VARCHAR(40) NOT NULL,
    definition_hash VARCHAR(64)
);
CREATE INDEX protected_queries_member ON protected_queries (member, submitted_at);
CREATE INDEX protected_queries_state ON protected_queries (state);

CREATE TABLE protected_query_members (
    query_id VARCHAR(36) NOT NULL REFERENCES protected_queries (query_id),
    member VARCHAR(127) NOT NULL,
    PRIMARY KEY (member, query_id)
);

CREATE TABLE audit_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMP(6) NOT NULL,
    actor VARCHAR(255) NOT NULL,
    action VARCHAR(60) NOT NULL,
    subject VARCHAR(1000) NOT NULL,
    detail VARCHAR(1000000) NOT NULL,
    concerns VARCHAR(100000) NOT NULL,
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL
);

-- Finds the records of a member; what is in the chain is audit_log.concerns.
CREATE TABLE audit_concerns (
    seq BIGINT NOT NULL REFERENCES audit_log (seq),
    member VARCHAR(127) NOT NULL,
    PRIMARY KEY (member, seq)
);
