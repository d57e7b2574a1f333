-- Templates of 500 kB, and the records of their runs.
ALTER TABLE templates ALTER COLUMN sql_text SET DATA TYPE VARCHAR(500000);
ALTER TABLE protected_queries ALTER COLUMN sql_text SET DATA TYPE VARCHAR(600000);
ALTER TABLE protected_queries ALTER COLUMN parameters SET DATA TYPE VARCHAR(600000);
ALTER TABLE audit_log ALTER COLUMN detail SET DATA TYPE VARCHAR(1048576);

-- The text of a template as it ran, once for each text: the template may be another one tomorrow.
CREATE TABLE template_texts (
    hash VARCHAR(64) NOT NULL PRIMARY KEY,
    sql_text VARCHAR(500000) NOT NULL
);
ALTER TABLE protected_queries ADD COLUMN template_text VARCHAR(64);
ALTER TABLE protected_queries ADD COLUMN started_at TIMESTAMP(6);

-- Who gets the rows of a run; the runner itself unless it said otherwise.
CREATE TABLE protected_query_receivers (
    query_id VARCHAR(36) NOT NULL REFERENCES protected_queries (query_id),
    member VARCHAR(127) NOT NULL,
    PRIMARY KEY (query_id, member)
);
INSERT INTO protected_query_receivers (query_id, member)
    SELECT query_id, member FROM protected_queries WHERE decision = 'APPROVED';

-- How often a table may be used; runner is empty for all of them together.
CREATE TABLE access_budgets (
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    runner VARCHAR(127) NOT NULL,
    period VARCHAR(10) NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (owner, table_name, runner, period),
    FOREIGN KEY (owner, table_name) REFERENCES configured_tables (owner, name) ON DELETE CASCADE
);

CREATE TABLE access_uses (
    owner VARCHAR(127) NOT NULL,
    table_name VARCHAR(127) NOT NULL,
    runner VARCHAR(127) NOT NULL,
    period VARCHAR(10) NOT NULL,
    period_start DATE NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (owner, table_name, runner, period, period_start),
    FOREIGN KEY (owner, table_name, runner, period)
        REFERENCES access_budgets (owner, table_name, runner, period) ON DELETE CASCADE
);

-- Which members an approval is for (empty: all), and what its owner read, so that a later version can be compared.
ALTER TABLE approvals ADD COLUMN runners VARCHAR(100000) DEFAULT '' NOT NULL;
ALTER TABLE approvals ADD COLUMN approved_template VARCHAR(700000);
ALTER TABLE approvals ADD COLUMN approved_tables VARCHAR(300000);

-- Parameters that hold several values, and those that need not be given.
ALTER TABLE template_parameters ADD COLUMN list_maximum INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE template_parameters ADD COLUMN default_value VARCHAR(100000);
