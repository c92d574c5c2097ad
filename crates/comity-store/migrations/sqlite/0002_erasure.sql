-- Erasures that were begun and are not certified yet. A row is written with the event that erases,
-- in one transaction, so that what was begun is finished after any end of the process.
-- `ended` and `epoch`: when the data keys were ended, and the epoch key in use then.
CREATE TABLE erasure (
    request BLOB    PRIMARY KEY,
    begun   INTEGER NOT NULL,
    ended   INTEGER,
    epoch   INTEGER
) WITHOUT ROWID;
