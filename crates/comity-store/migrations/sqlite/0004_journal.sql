-- What the desk does beside its requests, for ever: the roster as it was from an instant on,
-- hand-overs, searches for an identifier. `body` came sealed.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    body   BLOB    NOT NULL
);
CREATE INDEX journal_by_kind ON journal (kind, number);

-- What changed since a shift began.
CREATE INDEX list_row_by_updated ON list_row (updated, request) WHERE archived = 0;
