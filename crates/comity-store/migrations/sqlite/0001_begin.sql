-- The store of one node. Everything named `record`, `detail`, `summary`, `payload`, `opening` or
-- `bytes` came sealed, or as another State signed it; what is readable here, lists and clocks need.
-- Instants are microseconds since 1970 where they are compared, RFC 3339 where they are only kept.

-- How often the store was opened: a backup put back goes on from an older number.
CREATE TABLE opened (
    generation INTEGER NOT NULL
);
INSERT INTO opened (generation) VALUES (0);

-- What happened, for ever. `chain` = SHA-256(chain of the row before || this row); `detail` may be
-- dropped when its key ends, which is why the chain covers `detail_digest` in its stead.
CREATE TABLE event (
    position      INTEGER PRIMARY KEY,
    request       BLOB    NOT NULL,
    version       INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    at            TEXT    NOT NULL,
    provenance    TEXT    NOT NULL,
    record        BLOB    NOT NULL,
    detail        BLOB,
    detail_digest BLOB,
    chain         BLOB    NOT NULL
);
CREATE UNIQUE INDEX event_by_request ON event (request, version);

-- The numbers this State gave to requests; never given twice.
CREATE TABLE reference (
    request BLOB    PRIMARY KEY,
    state   TEXT    NOT NULL,
    year    INTEGER NOT NULL,
    number  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX reference_by_number ON reference (state, year, number);

-- One row a request, for lists and clocks: a projection, can be dropped and rebuilt.
-- `due` without a clock is the largest integer, so that one index serves the order by due.
CREATE TABLE list_row (
    request    BLOB    PRIMARY KEY,
    side       TEXT    NOT NULL,
    peer       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    owner_side TEXT,
    owner_role TEXT,
    clock      TEXT,
    due        INTEGER NOT NULL,
    ours       TEXT,
    theirs     TEXT,
    measure    TEXT    NOT NULL,
    urgency    TEXT    NOT NULL,
    items      INTEGER NOT NULL,
    open_items INTEGER NOT NULL,
    exhibits   INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    archived   INTEGER NOT NULL,
    summary    BLOB
) WITHOUT ROWID;
CREATE INDEX list_row_by_due ON list_row (due, request) WHERE archived = 0;
CREATE INDEX list_row_by_state ON list_row (state, due, request) WHERE archived = 0;
CREATE INDEX list_row_by_owner ON list_row (owner_side, owner_role, due, request)
    WHERE archived = 0;
-- What waits for this State, of which there may be little among very much.
CREATE INDEX list_row_of_ours ON list_row (due, request) WHERE archived = 0 AND owner_side = side;
CREATE INDEX list_row_by_peer ON list_row (peer, due, request) WHERE archived = 0;
CREATE INDEX list_row_by_ours ON list_row (ours) WHERE ours IS NOT NULL;
CREATE INDEX list_row_by_theirs ON list_row (theirs) WHERE theirs IS NOT NULL;

-- Keyed digests of identifiers, for exact search.
CREATE TABLE term (
    term    BLOB NOT NULL,
    request BLOB NOT NULL,
    PRIMARY KEY (term, request)
) WITHOUT ROWID;
CREATE INDEX term_by_request ON term (request);

-- What waits to be sent. A lease is `due` moved forward.
CREATE TABLE outbox (
    place    INTEGER PRIMARY KEY AUTOINCREMENT,
    message  BLOB    NOT NULL UNIQUE,
    request  BLOB    NOT NULL,
    peer     TEXT    NOT NULL,
    payload  BLOB    NOT NULL,
    due      INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    dead     INTEGER NOT NULL,
    error    TEXT
);
CREATE INDEX outbox_by_due ON outbox (due) WHERE dead = 0;
CREATE INDEX outbox_by_request ON outbox (request, place);

-- Exhibits that were handed over to us and are not here yet. No `due`: not tried any more.
CREATE TABLE fetch (
    exhibit  BLOB    PRIMARY KEY,
    request  BLOB    NOT NULL,
    due      INTEGER,
    attempts INTEGER NOT NULL,
    error    TEXT
) WITHOUT ROWID;
CREATE INDEX fetch_by_due ON fetch (due) WHERE due IS NOT NULL;
CREATE INDEX fetch_by_request ON fetch (request);

-- Receipts that others gave us.
CREATE TABLE receipt (
    message   BLOB    PRIMARY KEY,
    request   BLOB    NOT NULL,
    our_seq   INTEGER NOT NULL,
    their_seq INTEGER NOT NULL,
    receipt   BLOB    NOT NULL
) WITHOUT ROWID;
CREATE INDEX receipt_by_request ON receipt (request, our_seq);

-- Messages that we took in, with the receipt we gave: permanent.
CREATE TABLE tombstone (
    message BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    digest  BLOB NOT NULL,
    receipt BLOB NOT NULL
) WITHOUT ROWID;

-- Rows for the transparency log, in the order of their making.
CREATE TABLE entry (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    request    BLOB NOT NULL,
    message    BLOB NOT NULL UNIQUE,
    direction  TEXT NOT NULL,
    commitment BLOB NOT NULL,
    opening    BLOB NOT NULL
);

-- Messages that came before one that they follow; not receipted.
CREATE TABLE parked (
    state   TEXT    NOT NULL,
    request BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    bytes   BLOB    NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (state, request, seq)
);

-- Bytes that were refused at the door, for inspection.
CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state  TEXT,
    reason TEXT    NOT NULL,
    bytes  BLOB    NOT NULL,
    at     INTEGER NOT NULL
);

CREATE TABLE directory (
    state  TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    digest BLOB    NOT NULL,
    bytes  BLOB    NOT NULL,
    PRIMARY KEY (state, seq)
);

CREATE TABLE peer (
    state    TEXT PRIMARY KEY,
    settings TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE officer (
    id        BLOB PRIMARY KEY,
    name      TEXT    NOT NULL,
    authority TEXT    NOT NULL,
    roles     TEXT    NOT NULL,
    token     BLOB UNIQUE,
    active    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
