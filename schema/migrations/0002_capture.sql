-- What the owner says about who is who and what is what, and what it takes to read a source again.

-- The owner said that this handle is not this contact's: never suggested again, never linked by itself.
CREATE TABLE not_handle_of (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (handle_id, contact_id)
) STRICT, WITHOUT ROWID;

-- The owner said that these two contacts are two people.
CREATE TABLE not_same_contact (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    other_id   INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (contact_id, other_id),
    CHECK (contact_id < other_id)
) STRICT, WITHOUT ROWID;

-- A handle that belongs to nobody yet and about which the owner does not want to be asked before then.
CREATE TABLE postponed (
    handle_id INTEGER PRIMARY KEY REFERENCES handle (id) ON DELETE CASCADE,
    until     INTEGER NOT NULL
) STRICT;

-- A record that the owner said is a thing of its own, although another source tells of one at the same time.
CREATE TABLE apart (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    key        INTEGER NOT NULL,
    PRIMARY KEY (handle_id, started_at, key)
) STRICT, WITHOUT ROWID;

-- What was asked when a source was read, so that it can be read again in the same way.
CREATE TABLE import_order (
    import_id   INTEGER PRIMARY KEY REFERENCES import (id) ON DELETE CASCADE,
    named       TEXT NOT NULL, -- the file or folder that the owner named; the source's path lies at or in it
    format      TEXT,          -- as named by the owner; NULL = recognised
    date_order  TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
    owner_zone  TEXT NOT NULL, -- fixed the civil days
    source_zone TEXT NOT NULL, -- of records without a zone
    region      TEXT NOT NULL  -- of phone numbers without a country; may be empty
) STRICT;

-- A handle of the owner's that a source was read with: without it, its records would mean something else.
CREATE TABLE import_owner (
    import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    handle_id INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    PRIMARY KEY (import_id, handle_id)
) STRICT, WITHOUT ROWID;

-- A row of interaction that a batch took out because its source was read again; it comes back when the batch is undone.
CREATE TABLE replaced (
    batch_id        INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    handle_id       INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    started_at      INTEGER NOT NULL,
    key             INTEGER NOT NULL,
    channel         TEXT NOT NULL,
    direction       TEXT NOT NULL,
    size            REAL,
    others          INTEGER NOT NULL,
    forward         TEXT,
    acknowledgement INTEGER NOT NULL,
    automated       INTEGER NOT NULL,
    utc_offset      INTEGER NOT NULL,
    import_id       INTEGER NOT NULL,
    PRIMARY KEY (batch_id, handle_id, started_at, key)
) STRICT, WITHOUT ROWID;
