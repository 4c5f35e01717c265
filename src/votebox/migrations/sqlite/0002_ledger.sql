-- Votes in the order in which they came: a day is read without a look at every other, which random ids as the key of
-- the table would need.
CREATE TABLE votes_in_order (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    text INTEGER NOT NULL REFERENCES texts (id),
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    reason TEXT,
    status TEXT,
    comment TEXT,
    -- A keyed hash that finds double votes of one day; its key is in salts, and destroyed with the day.
    reader BLOB NOT NULL CHECK (length(reader) = 16),
    -- Milliseconds since the Unix epoch, UTC.
    created_at INTEGER NOT NULL,
    -- Part of a burst: kept, and left out of the scores.
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    -- What the help team has decided of the comment; NULL while it is new.
    triage TEXT
) STRICT;

INSERT INTO votes_in_order (id, text, helpful, reason, status, comment, reader, created_at)
SELECT id, text, helpful, reason, status, comment, reader, created_at FROM votes ORDER BY created_at, id;

DROP VIEW counted_votes;
DROP TABLE votes;
ALTER TABLE votes_in_order RENAME TO votes;

CREATE INDEX votes_by_time ON votes (created_at);
-- With all that comments are filtered by and counted by: a filter reads no comment that it leaves out.
CREATE INDEX comments_by_time ON votes (created_at, id, text, triage, reason, status) WHERE comment IS NOT NULL;

-- What the votes of a day that is over come to. It stays when the votes themselves are deleted.
CREATE TABLE tallies (
    text INTEGER NOT NULL REFERENCES texts (id),
    -- Days since the Unix epoch, UTC.
    day INTEGER NOT NULL,
    -- yes, no, received, flagged, reason:… or status:….
    what TEXT NOT NULL,
    votes INTEGER NOT NULL,
    PRIMARY KEY (day, text, what)
) STRICT, WITHOUT ROWID;

-- Each day that has tallies, and the day on which it was last counted.
CREATE TABLE counted_days (
    day INTEGER PRIMARY KEY,
    counted_on INTEGER NOT NULL
) STRICT;

-- The revisions that were ever published, whether they got votes or not.
CREATE TABLE revisions (
    page TEXT NOT NULL,
    revision TEXT NOT NULL,
    -- The commit that the words are of; NULL where the build did not know it.
    made_by TEXT,
    -- Milliseconds since the Unix epoch, UTC: when the page was first seen with it, or with it again.
    published_at INTEGER NOT NULL,
    PRIMARY KEY (page, revision)
) STRICT, WITHOUT ROWID;

-- Copies from other databases that are under way: where each goes on when it was interrupted.
CREATE TABLE copies (
    source TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
