-- Arrays and rows: the whole type with its parts, as JSON; NULL for a type without parts.
ALTER TABLE table_columns ADD COLUMN nested_type VARCHAR(1000000);
