-- Times are in ms since 1970, steps in micro-steps, identifiers of the API are UUIDs in lower-case text.
-- Numbers are never used again (AUTOINCREMENT): the store keeps rows by them.
CREATE TABLE workspaces
(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL UNIQUE
) STRICT;

-- runs_created counts the runs ever created; the last sys/id of the project ends in it.
CREATE TABLE projects
(
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    workspace    INTEGER NOT NULL REFERENCES workspaces (number),
    name         TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    visibility   TEXT    NOT NULL,
    description  TEXT    NOT NULL,
    archived     INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    runs_created INTEGER NOT NULL,
    UNIQUE (workspace, name),
    UNIQUE (workspace, key)
) STRICT;

-- A run that is no fork has no requested_parent. A fork has either a parent, the run that its inherited points come
-- from, or awaits: the user's id of the run that is missing before the parent can be found.
CREATE TABLE runs
(
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    project          INTEGER NOT NULL REFERENCES projects (number),
    run_id           TEXT    NOT NULL,
    sys_number       INTEGER NOT NULL,
    experiment       TEXT,
    family           TEXT,
    requested_parent TEXT,
    fork_step        INTEGER,
    parent           INTEGER REFERENCES runs (number) DEFERRABLE INITIALLY DEFERRED,
    awaits           TEXT,
    created          INTEGER NOT NULL,
    UNIQUE (project, run_id),
    UNIQUE (project, sys_number)
) STRICT;

CREATE INDEX runs_by_experiment ON runs (project, experiment) WHERE experiment IS NOT NULL;
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE INDEX runs_by_awaited ON runs (project, awaits) WHERE awaits IS NOT NULL;

-- Only the SHA-256 of a token's key is kept.
CREATE TABLE tokens
(
    id       TEXT    NOT NULL PRIMARY KEY,
    key_hash BLOB    NOT NULL UNIQUE,
    username TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    revoked  INTEGER NOT NULL
) STRICT;

CREATE TABLE secrets
(
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Who owns a partition of the log until expires. The epoch grows with each change of owner.
CREATE TABLE leases
(
    "partition" INTEGER NOT NULL PRIMARY KEY,
    owner       TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    expires     INTEGER NOT NULL
) STRICT;
