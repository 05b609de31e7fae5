-- Times are in ms since 1970, steps in micro-steps, identifiers of the API are UUIDs in lower-case text.
-- Numbers are never used again: the store keeps rows by them. They are handed out under the lock of the project's or
-- the workspace's row, so that they grow in the order of creation there.
CREATE TABLE workspaces
(
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id     text   NOT NULL UNIQUE,
    name   text   NOT NULL UNIQUE
);

-- runs_created counts the runs ever created; the last sys/id of the project ends in it.
CREATE TABLE projects
(
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text   NOT NULL UNIQUE,
    workspace    bigint NOT NULL REFERENCES workspaces (number),
    name         text   NOT NULL,
    key          text   NOT NULL,
    visibility   text   NOT NULL,
    description  text   NOT NULL,
    archived     bigint NOT NULL,
    created      bigint NOT NULL,
    runs_created bigint NOT NULL,
    UNIQUE (workspace, name),
    UNIQUE (workspace, key)
);

-- A run that is no fork has no requested_parent. A fork has either a parent, the run that its inherited points come
-- from, or awaits: the user's id of the run that is missing before the parent can be found.
CREATE TABLE runs
(
    number           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id               text   NOT NULL UNIQUE,
    project          bigint NOT NULL REFERENCES projects (number),
    run_id           text   NOT NULL,
    sys_number       bigint NOT NULL,
    experiment       text,
    family           text,
    requested_parent text,
    fork_step        bigint,
    parent           bigint REFERENCES runs (number) DEFERRABLE INITIALLY DEFERRED,
    awaits           text,
    created          bigint NOT NULL,
    UNIQUE (project, run_id),
    UNIQUE (project, sys_number)
);

CREATE INDEX runs_by_experiment ON runs (project, experiment) WHERE experiment IS NOT NULL;
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE INDEX runs_by_awaited ON runs (project, awaits) WHERE awaits IS NOT NULL;

-- Only the SHA-256 of a token's key is kept.
CREATE TABLE tokens
(
    id       text   NOT NULL PRIMARY KEY,
    key_hash bytea  NOT NULL UNIQUE,
    username text   NOT NULL,
    created  bigint NOT NULL,
    revoked  bigint NOT NULL
);

CREATE TABLE secrets
(
    name  text   NOT NULL PRIMARY KEY,
    value bytea  NOT NULL
);

-- Who owns a partition of the log until expires. The epoch grows with each change of owner.
CREATE TABLE leases
(
    "partition" bigint NOT NULL PRIMARY KEY,
    owner       text   NOT NULL,
    epoch       bigint NOT NULL,
    expires     bigint NOT NULL
);
