-- How nudges, questions and reports leave the program.

-- A way out, as the owner set it up.
CREATE TABLE way (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('desktop', 'mail', 'sendmail', 'ntfy', 'gotify', 'webhook', 'command')),
    address    TEXT NOT NULL,    -- a mail address, an address on the web, a command line; empty for the desktop
    server     TEXT,             -- of mail: smtps://mail.example.org, or the program that takes it
    sender     TEXT,             -- of mail: the address it comes from
    user       TEXT,             -- who signs in there
    secret     TEXT,             -- where its password, token or signing key is found; never the secret itself
    carries    TEXT NOT NULL,    -- what goes this way: 'nudges,questions,reminders,report'
    hide_names INTEGER NOT NULL DEFAULT 0 CHECK (hide_names IN (0, 1)),
    is_on      INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)), -- as the owner wishes
    added_at   INTEGER NOT NULL
) STRICT;

-- How it stands; it goes on changing, so the journal does not keep it.
CREATE TABLE way_state (
    way_id        INTEGER PRIMARY KEY REFERENCES way (id) ON DELETE CASCADE,
    failures      INTEGER NOT NULL, -- in a row
    failing_since INTEGER,          -- when the first of them was
    refusals      INTEGER NOT NULL, -- in a row, of the kind that trying again does not change
    off_at        INTEGER,          -- when it was turned off because it kept failing
    problem       TEXT              -- why the last try failed; NULL = it did not
) STRICT;

-- One thing that was to leave by one way. Its words are not kept: they are made again for each try.
CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY,
    way_id       INTEGER NOT NULL REFERENCES way (id) ON DELETE CASCADE,
    topic        TEXT NOT NULL CHECK (topic IN ('nudges', 'questions', 'reminders', 'report', 'notice', 'test')),
    key          TEXT NOT NULL,  -- what of the topic: a day, a plan and its start, a week
    made_at      INTEGER NOT NULL,
    tries        INTEGER NOT NULL,
    next_at      INTEGER,        -- when it is tried again; NULL = no more
    delivered_at INTEGER,
    problem      TEXT,
    UNIQUE (way_id, topic, key)
) STRICT;

-- What is to be tried again, and when?
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE next_at IS NOT NULL;

-- What left by this way last?
CREATE INDEX delivery_of_way ON delivery (way_id, made_at);
