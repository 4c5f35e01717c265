-- A text is what a page said at one revision: what a vote judges. Its id is made of both, so that no replica has to
-- ask another for a number.
CREATE TABLE IF NOT EXISTS texts (
    id uuid PRIMARY KEY,
    page text NOT NULL,
    revision text NOT NULL
);

-- No foreign key: it would lock the one row of a text for each of its votes. A text is there before its first vote.
CREATE TABLE IF NOT EXISTS votes (
    id uuid PRIMARY KEY,
    text uuid NOT NULL,
    helpful boolean NOT NULL,
    reason text,
    status text,
    comment text,
    -- A keyed hash that finds double votes of one day; its key is in salts, and destroyed with the day.
    reader bytea NOT NULL CHECK (length(reader) = 16),
    -- Milliseconds since the Unix epoch, UTC.
    created_at bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS salts (
    -- Days since the Unix epoch, UTC.
    day bigint PRIMARY KEY,
    salt bytea NOT NULL CHECK (length(salt) = 32)
);

-- Of the votes of one reader on one text only the latest counts. A reader's hash changes with the day, so this is
-- so for each day.
CREATE OR REPLACE VIEW counted_votes AS
SELECT
    text, helpful, reason, status, created_at,
    row_number() OVER (PARTITION BY text, reader ORDER BY created_at DESC, id DESC) = 1 AS counts
FROM votes;
