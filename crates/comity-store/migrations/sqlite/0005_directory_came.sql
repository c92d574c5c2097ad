-- When this node came to know a statement, by its own clock: what a statement says of its day is its
-- signer's word. Absent of what came before this column.
ALTER TABLE directory ADD COLUMN came INTEGER;
