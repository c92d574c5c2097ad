-- The name by which an officer says at the door who they are.
ALTER TABLE officer ADD COLUMN login TEXT;
CREATE UNIQUE INDEX officer_by_login ON officer (login) WHERE login IS NOT NULL;

-- The ways in which officers sign in at the pages. `secret` came sealed. `step` rises with every
-- use, so that what was used once is not used again.
CREATE TABLE credential (
    id      BLOB PRIMARY KEY,
    officer BLOB    NOT NULL,
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    secret  BLOB    NOT NULL,
    step    INTEGER NOT NULL,
    added   INTEGER NOT NULL,
    used    INTEGER
) WITHOUT ROWID;
CREATE INDEX credential_by_officer ON credential (officer, id);
