-- Runs that users deleted, until the store has surely forgotten them: deleted is in ms since 1970.
CREATE TABLE deleted_runs
(
    number  INTEGER NOT NULL PRIMARY KEY,
    project INTEGER NOT NULL,
    deleted INTEGER NOT NULL
) STRICT;
