-- Changes that whoever asked may ask for again without doing them twice.

-- The key that a change was asked for with: asking again finds the entry of the journal, also after a crash that came
-- between the change and its answer.
CREATE TABLE journal_key (
    key        TEXT PRIMARY KEY,
    journal_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- For erasing an entry with its key.
CREATE INDEX journal_key_by_entry ON journal_key (journal_id);
