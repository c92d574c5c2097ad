-- Data keys of requests, wrapped by a key that is not here. An erased key leaves its row, so that
-- nobody takes "erased" for "never was" and writes another in its place.
CREATE TABLE wrapped_key (
    request BLOB NOT NULL,
    kind    TEXT NOT NULL,
    wrapped BLOB,
    PRIMARY KEY (request, kind)
) WITHOUT ROWID;
