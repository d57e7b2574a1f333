-- What a program shows in place of its user's password. The hash alone is kept; the token is shown once.
CREATE TABLE access_tokens (
    user_name VARCHAR(255) NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    name VARCHAR(127) NOT NULL,
    token_hash VARCHAR(64) NOT NULL UNIQUE,
    created_by VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL,
    expires_at TIMESTAMP(6),
    last_used DATE,
    PRIMARY KEY (user_name, name)
);
