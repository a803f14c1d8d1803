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
    state       TEXT,            -- how far it was read: a sync-token, a ctag, UIDVALIDITY and UIDNEXT
    UNIQUE (watched_id, href)
) STRICT;

-- An entry on a server as it was read last. Of an event the times, who takes part and how: none of its words.
CREATE TABLE collection_item (
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    href          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    uid           TEXT NOT NULL,
    event         TEXT NOT NULL, -- iCalendar; empty for a card
    PRIMARY KEY (collection_id, href)
) STRICT, WITHOUT ROWID;

-- A plan as it stands in the owner's calendar.
CREATE TABLE plan_copy (
    plan_id       INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    href          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    agreed        TEXT NOT NULL  -- JSON: what both sides said when they last agreed; who changed a field differs from it
) STRICT;
