-- Places that are read by themselves whenever something new appears there.

-- A folder of exports, a Maildir or an mbox that the owner asked to keep an eye on.
CREATE TABLE watched (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('folder', 'maildir', 'mbox')),
    path       TEXT NOT NULL UNIQUE,
    me         TEXT,             -- as with an import
    zone       TEXT,             -- IANA name
    date_order TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
    added_at   INTEGER NOT NULL
) STRICT;

-- What came of looking there; it goes on changing, so the journal does not keep it.
CREATE TABLE watched_look (
    watched_id INTEGER PRIMARY KEY REFERENCES watched (id) ON DELETE CASCADE,
    looked_at  INTEGER NOT NULL,
    gave_at    INTEGER,          -- when it last gave something new
    newest_at  INTEGER,          -- the newest record it ever gave
    problem    TEXT              -- why it could not be read; NULL = all is well
) STRICT;

-- A file that was read, or refused, as it was then. A mail in a Maildir never changes: its key alone is kept.
CREATE TABLE watched_file (
    watched_id  INTEGER NOT NULL REFERENCES watched (id) ON DELETE CASCADE,
    key         INTEGER NOT NULL, -- 64-bit hash of its place within the source
    size        INTEGER NOT NULL,
    modified_at INTEGER NOT NULL, -- nanoseconds since 1970
    inode       INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, -- of an mbox: hash of the beginning and of the last bytes that were read
    refusal     TEXT,             -- why nothing of it was stored; names it
    PRIMARY KEY (watched_id, key)
) STRICT, WITHOUT ROWID;

-- A contact whom the owner does not want to track: not asked about again.
CREATE TABLE not_tracked (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE
) STRICT;
