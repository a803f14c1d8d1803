-- Accounts that are read by themselves, and plans in the owner's calendar.

-- A place that is read by itself: a folder of exports, a Maildir, an mbox, or an account on a server.
CREATE TABLE watched_wider (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('folder', 'maildir', 'mbox', 'caldav', 'carddav', 'imap')),
    path       TEXT NOT NULL,    -- or the address of an account: https://…, imaps://…
    me         TEXT,             -- as with an import
    zone       TEXT,             -- IANA name
    date_order TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
    added_at   INTEGER NOT NULL,
    user       TEXT NOT NULL DEFAULT '', -- of an account: who signs in
    secret     TEXT,             -- where its password is found; never the password
    UNIQUE (kind, path, user)
) STRICT;
INSERT INTO watched_wider (id, kind, path, me, zone, date_order, added_at)
SELECT id, kind, path, me, zone, date_order, added_at FROM watched;
DROP TABLE watched;
ALTER TABLE watched_wider RENAME TO watched;

-- A calendar, an address book or a mail folder of an account.
CREATE TABLE collection (
    id          INTEGER PRIMARY KEY,
    watched_id  INTEGER NOT NULL REFERENCES watched (id) ON DELETE CASCADE,
    href        TEXT NOT NULL,   -- its path on the server, or the folder's name
    name        TEXT NOT NULL,   -- as the server displays it
    takes_plans INTEGER NOT NULL DEFAULT 0 CHECK (takes_plans IN (0, 1)), -- plans are written here
    counts_busy INTEGER NOT NULL DEFAULT 1 CHECK (counts_busy IN (0, 1)), -- its events keep the owner from other things
    UNIQUE (watched_id, href)
) STRICT;

-- How far it was read; it goes on changing, so the journal does not keep it.
CREATE TABLE collection_state (
    collection_id INTEGER PRIMARY KEY REFERENCES collection (id) ON DELETE CASCADE,
    state         TEXT NOT NULL  -- a sync-token, a ctag, UIDVALIDITY and UIDNEXT; empty when it was not read yet
) STRICT;

-- An entry of a calendar or address book as it was read last. Of an event the times, who takes part and how, and none of
-- its words; of a card hashes of what it said, to know what changed.
CREATE TABLE collection_item (
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    href          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    uid           TEXT NOT NULL,
    told          TEXT NOT NULL,
    first_at      INTEGER,       -- an event's earliest start; NULL for a card
    last_at       INTEGER,       -- its latest end; NULL when it goes on for ever
    PRIMARY KEY (collection_id, href)
) STRICT, WITHOUT ROWID;

-- "what takes place this week?"
CREATE INDEX collection_item_by_time ON collection_item (collection_id, last_at, first_at);

-- A plan as it stands in the owner's calendar. The plan may be gone: then its copy has to go, too, before this row.
CREATE TABLE plan_copy (
    plan_id       INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    href          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    agreed        TEXT NOT NULL  -- iCalendar: what both sides said when they last agreed; who changed a field differs
) STRICT;

-- What a guest answered to an invitation.
CREATE TABLE plan_answer (
    plan_id    INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    answer     TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
    PRIMARY KEY (plan_id, contact_id)
) STRICT, WITHOUT ROWID;
