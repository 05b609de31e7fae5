-- Runs that users deleted, until the store has surely forgotten them: deleted is in ms since 1970.
CREATE TABLE deleted_runs
(
    number  bigint NOT NULL PRIMARY KEY,
    project bigint NOT NULL,
    deleted bigint NOT NULL
);
