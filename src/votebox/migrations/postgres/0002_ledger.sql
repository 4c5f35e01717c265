-- Part of a burst: kept, and left out of the scores.
ALTER TABLE votes ADD COLUMN IF NOT EXISTS flagged boolean NOT NULL DEFAULT false;
-- What the help team has decided of the comment; NULL while it is new.
ALTER TABLE votes ADD COLUMN IF NOT EXISTS triage text;

DROP VIEW IF EXISTS counted_votes;

CREATE INDEX IF NOT EXISTS votes_by_time ON votes (created_at);
CREATE INDEX IF NOT EXISTS comments_by_time ON votes (created_at) WHERE comment IS NOT NULL;

-- What the votes of a day that is over come to. It stays when the votes themselves are deleted.
CREATE TABLE IF NOT EXISTS tallies (
    text uuid NOT NULL,
    -- Days since the Unix epoch, UTC.
    day bigint NOT NULL,
    -- yes, no, received, flagged, reason:… or status:….
    what text NOT NULL,
    votes bigint NOT NULL,
    PRIMARY KEY (day, text, what)
);

-- Each day that has tallies, and the day on which it was last counted.
CREATE TABLE IF NOT EXISTS counted_days (
    day bigint PRIMARY KEY,
    counted_on bigint NOT NULL
);

-- The revisions that were ever published, whether they got votes or not.
CREATE TABLE IF NOT EXISTS revisions (
    page text NOT NULL,
    revision text NOT NULL,
    -- The commit that the words are of; NULL where the build did not know it.
    made_by text,
    -- Milliseconds since the Unix epoch, UTC: when the page was first seen with it, or with it again.
    published_at bigint NOT NULL,
    PRIMARY KEY (page, revision)
);

-- Copies from other databases that are under way: where each goes on when it was interrupted.
CREATE TABLE IF NOT EXISTS copies (
    source text PRIMARY KEY,
    created_at bigint NOT NULL,
    id uuid NOT NULL
);
