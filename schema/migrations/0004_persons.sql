-- What it takes to know a person again who shares an address, and to read a table again as it was read.

-- An address book gives a handle to this contact, but it belongs to another: the telephone of a couple, or one person
-- under two names. By the name on the card the next reading of the book finds the contact.
CREATE TABLE shared_handle (
    handle_id  INTEGER NOT NULL REFERENCES handle (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (handle_id, name)
) STRICT, WITHOUT ROWID;

-- What the owner said the columns of a table hold; NULL = its headings say it.
ALTER TABLE import_order ADD COLUMN columns TEXT;
