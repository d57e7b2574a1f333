-- What the client called itself that asked; empty if it did not say.
ALTER TABLE protected_queries ADD COLUMN application_name VARCHAR(256) DEFAULT '' NOT NULL;
