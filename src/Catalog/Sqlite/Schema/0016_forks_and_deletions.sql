-- inherit_configs: the fork takes its parent's configs over. late: its parent was not there when it was made, so it takes
-- over what it lacks as the parent comes to have it.
ALTER TABLE runs ADD COLUMN inherit_configs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN late INTEGER NOT NULL DEFAULT 0;

-- Projects that were deleted and may still have rows and files, which are removed in the background.
CREATE TABLE deletions
(
    project INTEGER NOT NULL PRIMARY KEY,
    deleted INTEGER NOT NULL
) STRICT;
