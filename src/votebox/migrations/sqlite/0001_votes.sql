-- A text is what a page said at one revision: what a vote judges.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    page TEXT NOT NULL,
    revision TEXT NOT NULL,
    UNIQUE (page, revision)
) STRICT;

CREATE TABLE votes (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    text INTEGER NOT NULL REFERENCES texts (id),
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    reason TEXT,
    status TEXT,
    comment TEXT,
    -- A keyed hash that finds double votes of one day; its key is in salts, and destroyed with the day.
    reader BLOB NOT NULL CHECK (length(reader) = 16),
    -- Milliseconds since the Unix epoch, UTC.
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE salts (
    -- Days since the Unix epoch, UTC.
    day INTEGER PRIMARY KEY,
    salt BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT;

-- Of the votes of one reader on one text only the latest counts. A reader's hash changes with the day, so this is
-- so for each day.
CREATE VIEW counted_votes AS
SELECT
    text, helpful, reason, status, created_at,
    row_number() OVER (PARTITION BY text, reader ORDER BY created_at DESC, id DESC) = 1 AS counts
FROM votes;
