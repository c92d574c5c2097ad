-- When this node came to know a statement, by its own clock: the day that a statement gives is its
-- signer's word. Absent of what came before this column.
ALTER TABLE directory ADD COLUMN came INTEGER;
