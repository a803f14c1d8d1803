-- What the migrations add up to. Generated; BLEND_APPROVE=1 of the store's tests writes it anew.

-- Who may call the API: named tokens and signed-in browsers, as hashes only.
CREATE TABLE access_key (
    hash         TEXT PRIMARY KEY, -- SHA-256 of the secret
    kind         TEXT NOT NULL CHECK (kind IN ('session', 'token')),
    name         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;

-- A token's name is what it is revoked by.
CREATE UNIQUE INDEX token_by_name ON access_key (name) WHERE kind = 'token';

-- When the agenda last did what comes round by itself: what was missed meanwhile is made up once.
CREATE TABLE agenda_round (
    task    TEXT PRIMARY KEY CHECK (task IN ('nudges', 'report')),
    done_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A record that the owner said is a thing of its own, although another source tells of one at the same time.
CREATE TABLE apart (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    key        INTEGER NOT NULL,
    PRIMARY KEY (handle_id, started_at, key)
) STRICT, WITHOUT ROWID;

-- One command of importing. A batch that is still running when the file is opened was cut off and is taken back.
CREATE TABLE batch (
    id          INTEGER PRIMARY KEY,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone'))
) STRICT;

-- What a batch did to contacts and handles, in order: changesets of the session extension, taken back in reverse.
CREATE TABLE batch_change (
    id        INTEGER PRIMARY KEY,
    batch_id  INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    changeset BLOB NOT NULL
) STRICT;

-- A named group of contacts with default wishes.
CREATE TABLE circle (
    name            TEXT PRIMARY KEY,
    cadence_days    REAL NOT NULL CHECK (cadence_days > 0),
    talk_every_days REAL CHECK (talk_every_days > 0),
    target          REAL NOT NULL CHECK (target BETWEEN 0 AND 1),
    band            REAL NOT NULL CHECK (band BETWEEN 0 AND 0.5),
    importance      REAL NOT NULL CHECK (importance BETWEEN 0.5 AND 2)
) STRICT, WITHOUT ROWID;

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

-- How far it was read; it goes on changing, so the journal does not keep it.
CREATE TABLE collection_state (
    collection_id INTEGER PRIMARY KEY REFERENCES collection (id) ON DELETE CASCADE,
    state         TEXT NOT NULL  -- a sync-token, a ctag, UIDVALIDITY and UIDNEXT; empty when it was not read yet
) STRICT;

-- A person the owner wants to stay in touch with, or knows from an address book. Wishes left empty are the circle's.
CREATE TABLE contact (
    id              INTEGER PRIMARY KEY,
    name            TEXT NOT NULL CHECK (name <> ''),
    folded          TEXT NOT NULL,  -- the name without case and accents, for finding it
    circle          TEXT REFERENCES circle (name),
    cadence_days    REAL CHECK (cadence_days > 0),
    talk_every_days REAL CHECK (talk_every_days > 0),
    target          REAL CHECK (target BETWEEN 0 AND 1),
    band            REAL CHECK (band BETWEEN 0 AND 0.5),
    importance      REAL CHECK (importance BETWEEN 0.5 AND 2),
    zone            TEXT,           -- IANA name
    birthday        TEXT,           -- "02-29" or "1956-02-29"
    note            TEXT,
    added_at        INTEGER NOT NULL,
    batch_id        INTEGER REFERENCES batch (id) ON DELETE SET NULL -- the import that added it
, paused_until INTEGER) STRICT;

-- "who is called Am…?"
CREATE INDEX contact_by_name ON contact (folded);

-- A mode that a contact cannot use (0) or only with an effort (0.5).
CREATE TABLE contact_limit (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    mode       TEXT NOT NULL CHECK (mode IN ('meet', 'video', 'call', 'voice_message', 'write', 'letter')),
    possible   REAL NOT NULL CHECK (possible IN (0, 0.5)),
    PRIMARY KEY (contact_id, mode)
) STRICT, WITHOUT ROWID;

-- Derived: which sources a contact's numbers rest on.
CREATE TABLE contact_source (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    format     TEXT NOT NULL, -- "log" for what the owner logged
    newest_at  INTEGER NOT NULL,
    PRIMARY KEY (contact_id, format)
) STRICT, WITHOUT ROWID;

-- Derived: what each day held, for charts and reports. A week of everybody is one search for each contact: an index by
-- day would cost more at every import than it saves at a report.
CREATE TABLE daily (
    contact_id   INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    day          INTEGER NOT NULL,
    channel      TEXT NOT NULL,
    interactions INTEGER NOT NULL, -- without noise
    noise        INTEGER NOT NULL,
    sessions     INTEGER NOT NULL,
    size         REAL NOT NULL,    -- minutes or words, as far as known
    value        REAL NOT NULL,    -- of the sessions that began that day
    PRIMARY KEY (contact_id, day, channel)
) STRICT, WITHOUT ROWID;

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

-- What left by this way last?
CREATE INDEX delivery_of_way ON delivery (way_id, made_at);

-- What is to be tried again, and when?
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE next_at IS NOT NULL;

-- The secret address under which a calendar program finds the plans.
CREATE TABLE feed (
    name       TEXT PRIMARY KEY CHECK (name IN ('plans', 'birthdays')),
    secret     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An address at some service. It belongs to a contact, to the owner, to nobody human (ignored), or to nobody yet.
CREATE TABLE handle (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'whatsapp', 'telegram', 'signal', 'facebook', 'instagram',
                   'google', 'discord', 'slack', 'skype', 'linkedin', 'meeting', 'name', 'card', 'log')),
    value      TEXT NOT NULL CHECK (value <> ''),
    name       TEXT,                -- as its source displays it
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL, -- what others imported never goes with a person
    is_owner   INTEGER NOT NULL DEFAULT 0 CHECK (is_owner IN (0, 1)),
    ignored    TEXT,                -- why it is set aside
    batch_id   INTEGER REFERENCES batch (id) ON DELETE SET NULL, -- the import that first saw it
    UNIQUE (kind, value),
    CHECK (contact_id IS NULL OR (is_owner = 0 AND ignored IS NULL))
) STRICT;

-- "which handles are Amma's?"
CREATE INDEX handle_by_contact ON handle (contact_id);

-- One run of reading one source: read = stored + duplicate + skipped.
CREATE TABLE import (
    id        INTEGER PRIMARY KEY,
    batch_id  INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id),
    read      INTEGER NOT NULL,
    stored    INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    noise     INTEGER NOT NULL,
    first_at  INTEGER,
    last_at   INTEGER
) STRICT;

-- What was asked when a source was read, so that it can be read again in the same way.
CREATE TABLE import_order (
    import_id   INTEGER PRIMARY KEY REFERENCES import (id) ON DELETE CASCADE,
    named       TEXT NOT NULL, -- the file or folder that the owner named; the source's path lies at or in it
    format      TEXT,          -- as named by the owner; NULL = recognised
    date_order  TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
    owner_zone  TEXT NOT NULL, -- fixed the civil days
    source_zone TEXT NOT NULL, -- of records without a zone
    region      TEXT NOT NULL  -- of phone numbers without a country; may be empty
, columns TEXT) STRICT;

-- A handle of the owner's that a source was read with: without it, its records would mean something else.
CREATE TABLE import_owner (
    import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    handle_id INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    PRIMARY KEY (import_id, handle_id)
) STRICT, WITHOUT ROWID;

-- Records of an import that became no interaction, by reason.
CREATE TABLE import_skip (
    import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    reason    TEXT NOT NULL,
    count     INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (import_id, reason)
) STRICT, WITHOUT ROWID;

-- One thing that happened with the person behind a handle. Keyed by handle, so that linking and merging people
-- rewrites nothing and the same record is found again without a second index. A group has a row for each person,
-- sharing the key. Checks are spelled with OR: a list of more than two words costs SQLite a table of its own for each
-- row that goes in.
CREATE TABLE interaction (
    handle_id       INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    started_at      INTEGER NOT NULL,
    key             INTEGER NOT NULL, -- 64-bit hash of what identifies the record at its source
    channel         TEXT NOT NULL CHECK (channel = 'in_person' OR channel = 'video' OR channel = 'phone' OR
                        channel = 'letter' OR channel = 'voice_message' OR channel = 'email' OR
                        channel = 'chat' OR channel = 'sms' OR channel = 'reaction' OR
                        channel = 'missed_call'),
    direction       TEXT NOT NULL CHECK (direction = 'in' OR direction = 'out' OR direction = 'mutual'),
    size            REAL CHECK (size >= 0), -- minutes or words; NULL = unknown
    others          INTEGER NOT NULL CHECK (others >= 1),
    forward         TEXT CHECK (forward IN ('bare', 'commented')),
    acknowledgement INTEGER NOT NULL CHECK (acknowledgement IN (0, 1)),
    automated       INTEGER NOT NULL CHECK (automated IN (0, 1)),
    utc_offset      INTEGER NOT NULL,       -- the owner's, seconds east: fixes the civil day once and for all
    import_id       INTEGER,                -- NULL = the owner logged it
    PRIMARY KEY (handle_id, started_at, key)
) STRICT, WITHOUT ROWID;

-- What the owner wrote about an interaction of their own log.
CREATE TABLE interaction_note (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    key        INTEGER NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (handle_id, started_at, key)
) STRICT, WITHOUT ROWID;

-- What was done, newest last, so that it can be taken back: a changeset of the session extension for what a person
-- did, and the batch for an import.
CREATE TABLE journal (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    what      TEXT NOT NULL, -- a sentence
    changeset BLOB,
    batch_id  INTEGER REFERENCES batch (id),
    undone_at INTEGER
) STRICT;

-- Whom an entry of the journal is about: what is recomputed when it is undone, and erased when they are forgotten.
CREATE TABLE journal_contact (
    journal_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL,
    PRIMARY KEY (journal_id, contact_id)
) STRICT, WITHOUT ROWID;

-- The key that a change was asked for with: asking again finds the entry of the journal, also after a crash that came
-- between the change and its answer.
CREATE TABLE journal_key (
    key        TEXT PRIMARY KEY,
    journal_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- For erasing an entry with its key.
CREATE INDEX journal_key_by_entry ON journal_key (journal_id);

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

-- A contact whom the owner does not want to track: not asked about again.
CREATE TABLE not_tracked (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE
) STRICT;

-- A suggestion that was given, as before; one that nothing came of has `expired` when it is said again. The columns
-- keep their places, for undo.
CREATE TABLE "nudge" (
    id            INTEGER PRIMARY KEY,
    contact_id    INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL CHECK (kind IN ('reach_out', 'talk', 'rebalance', 'reply', 'date')),
    mode          TEXT NOT NULL CHECK (mode IN ('meet', 'video', 'call', 'voice_message', 'write', 'letter')),
    priority      REAL NOT NULL,
    slot_at       INTEGER,
    given_at      INTEGER NOT NULL,
    state         TEXT NOT NULL
                  CHECK (state IN ('open', 'done', 'planned', 'snoozed', 'dismissed', 'closed', 'expired')),
    changed_at    INTEGER NOT NULL,
    snoozed_until INTEGER
) STRICT;

-- "what was suggested about Amma?"
CREATE INDEX nudge_by_contact ON nudge (contact_id, given_at);

-- A future call or meetup: local time and zone are what was agreed.
CREATE TABLE plan (
    id               INTEGER PRIMARY KEY,
    uid              TEXT NOT NULL UNIQUE, -- in calendars
    mode             TEXT NOT NULL CHECK (mode IN ('meet', 'video', 'call', 'voice_message', 'write', 'letter')),
    start            TEXT NOT NULL,        -- local time, "2026-11-29T10:30:00"
    zone             TEXT NOT NULL,        -- IANA name
    minutes          INTEGER NOT NULL CHECK (minutes > 0),
    place            TEXT,
    note             TEXT,
    reminder_minutes INTEGER NOT NULL CHECK (reminder_minutes >= 0),
    sequence         INTEGER NOT NULL DEFAULT 0,
    state            TEXT NOT NULL CHECK (state IN ('planned', 'happened', 'missed', 'cancelled')),
    created_at       INTEGER NOT NULL,
    changed_at       INTEGER NOT NULL
) STRICT;

-- What a guest answered to an invitation.
CREATE TABLE plan_answer (
    plan_id    INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    answer     TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
    PRIMARY KEY (plan_id, contact_id)
) STRICT, WITHOUT ROWID;

-- With whom a plan is.
CREATE TABLE plan_contact (
    plan_id    INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (plan_id, contact_id)
) STRICT, WITHOUT ROWID;

-- A plan as it stands in the owner's calendar. The plan may be gone: then its copy has to go, too, before this row.
CREATE TABLE plan_copy (
    plan_id       INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    href          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    agreed        TEXT NOT NULL  -- iCalendar: what both sides said when they last agreed; who changed a field differs
) STRICT;

-- One time of a plan that repeats, moved or called off.
CREATE TABLE plan_exception (
    plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    start   TEXT NOT NULL,       -- as the rule gives it, on the plan's clock
    moved   TEXT,                -- where to; NULL = called off
    minutes INTEGER CHECK (minutes > 0), -- another length
    PRIMARY KEY (plan_id, start)
) STRICT, WITHOUT ROWID;

-- What became of each time a plan came round.
CREATE TABLE plan_occurrence (
    plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    start   TEXT NOT NULL, -- local time on the plan's clock
    state   TEXT NOT NULL CHECK (state IN ('happened', 'missed')),
    PRIMARY KEY (plan_id, start)
) STRICT, WITHOUT ROWID;

-- How a plan repeats: a rule of RFC 5545 instead of a number of days; none = once. Not a column of the plan's: what the
-- journal keeps for undo knows the columns by their places.
CREATE TABLE plan_rule (
    plan_id INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
    rule    TEXT NOT NULL
) STRICT;

-- What was asked or said about one time of a plan; it follows from the clock, so the journal does not keep it.
CREATE TABLE plan_word (
    plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    start   TEXT NOT NULL,
    topic   TEXT NOT NULL CHECK (topic IN ('reminders', 'questions')),
    times   INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (plan_id, start, topic)
) STRICT, WITHOUT ROWID;

-- A handle that belongs to nobody yet and about which the owner does not want to be asked before then.
CREATE TABLE postponed (
    handle_id INTEGER PRIMARY KEY REFERENCES handle (id) ON DELETE CASCADE,
    until     INTEGER NOT NULL
) STRICT;

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

-- What the owner chose; a key that is missing has its default.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An address book gives a handle to this contact, but it belongs to another: the telephone of a couple, or one person
-- under two names. By the name on the card the next reading of the book finds the contact.
CREATE TABLE shared_handle (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (handle_id, name)
) STRICT, WITHOUT ROWID;

-- Where interactions come from: a format read from a place.
CREATE TABLE source (
    id     INTEGER PRIMARY KEY,
    format TEXT NOT NULL,
    path   TEXT NOT NULL,
    UNIQUE (format, path)
) STRICT;

-- Derived, rebuilt by `blend rebuild`: what the model remembers of a contact.
CREATE TABLE standing (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    memory     BLOB NOT NULL -- core's Memory and the hour-of-week habits, field by field
) STRICT;

-- A place that is read by itself: a folder of exports, a Maildir, an mbox, or an account on a server.
CREATE TABLE "watched" (
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

-- What came of looking there; it goes on changing, so the journal does not keep it.
CREATE TABLE watched_look (
    watched_id INTEGER PRIMARY KEY REFERENCES watched (id) ON DELETE CASCADE,
    looked_at  INTEGER NOT NULL,
    gave_at    INTEGER,          -- when it last gave something new
    newest_at  INTEGER,          -- the newest record it ever gave
    problem    TEXT              -- why it could not be read; NULL = all is well
) STRICT;

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

-- A yearly day of a contact's besides the birthday.
CREATE TABLE yearly_day (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    name       TEXT NOT NULL CHECK (name <> ''), -- "wedding day"
    date       TEXT NOT NULL,                    -- "02-29" or "1956-02-29"
    PRIMARY KEY (contact_id, name)
) STRICT, WITHOUT ROWID;
