-- Plans that repeat by any rule, whom to leave in peace, and what the agenda did last.

-- How a plan repeats: a rule of RFC 5545 instead of a number of days; none = once. Not a column of the plan's: what the
-- journal keeps for undo knows the columns by their places.
CREATE TABLE plan_rule (
    plan_id INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
    rule    TEXT NOT NULL
) STRICT;
INSERT INTO plan_rule (plan_id, rule)
SELECT id, CASE WHEN every_days % 7 = 0 THEN 'FREQ=WEEKLY;INTERVAL=' || (every_days / 7)
                ELSE 'FREQ=DAILY;INTERVAL=' || every_days END
  FROM plan
 WHERE every_days > 0;
ALTER TABLE plan DROP COLUMN every_days;

-- One time of a plan that repeats, moved or called off.
CREATE TABLE plan_exception (
    plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    start   TEXT NOT NULL,       -- as the rule gives it, on the plan's clock
    moved   TEXT,                -- where to; NULL = called off
    minutes INTEGER CHECK (minutes > 0), -- another length
    PRIMARY KEY (plan_id, start)
) STRICT, WITHOUT ROWID;

-- What was asked or said about one time of a plan; it follows from the clock, so the journal does not keep it.
CREATE TABLE plan_word (
    plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    start   TEXT NOT NULL,
    topic   TEXT NOT NULL CHECK (topic IN ('reminders', 'questions')),
    times   INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (plan_id, start, topic)
) STRICT, WITHOUT ROWID;

-- A suggestion that was given, as before; one that nothing came of has `expired` when it is said again. The columns
-- keep their places, for undo.
CREATE TABLE nudge_wider (
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
INSERT INTO nudge_wider SELECT * FROM nudge;
DROP TABLE nudge;
ALTER TABLE nudge_wider RENAME TO nudge;

-- "what was suggested about Amma?"
CREATE INDEX nudge_by_contact ON nudge (contact_id, given_at);

-- A yearly day of a contact's besides the birthday.
CREATE TABLE yearly_day (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    name       TEXT NOT NULL CHECK (name <> ''), -- "wedding day"
    date       TEXT NOT NULL,                    -- "02-29" or "1956-02-29"
    PRIMARY KEY (contact_id, name)
) STRICT, WITHOUT ROWID;

-- No nudge about this contact before then.
ALTER TABLE contact ADD COLUMN paused_until INTEGER;

-- When the agenda last did what comes round by itself: what was missed meanwhile is made up once.
CREATE TABLE agenda_round (
    task    TEXT PRIMARY KEY CHECK (task IN ('nudges', 'report')),
    done_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The secret address under which a calendar program finds the plans.
CREATE TABLE feed (
    name       TEXT PRIMARY KEY CHECK (name IN ('plans', 'birthdays')),
    secret     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
