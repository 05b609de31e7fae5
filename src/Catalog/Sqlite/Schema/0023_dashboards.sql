-- A dashboard is a branch of versions. deleted is when it went into the trash.
CREATE TABLE dashboards
(
    branch     TEXT    NOT NULL PRIMARY KEY,
    project    INTEGER NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    created    INTEGER NOT NULL,
    deleted    INTEGER,
    deleted_by TEXT    NOT NULL
) STRICT;

CREATE INDEX dashboards_of_project ON dashboards (project, deleted);

-- A version is published, or a draft of one user in one browser: session is the browser's id, empty for other callers. base is the
-- published version that a draft came from. content has widgets and layouts, settings the rest of the document; both are JSON that
-- only the API reads. revision counts the changes. Texts come last: who lists versions does not read them.
CREATE TABLE dashboard_versions
(
    id                  TEXT    NOT NULL PRIMARY KEY,
    branch              TEXT    NOT NULL REFERENCES dashboards (branch) ON DELETE CASCADE,
    name                TEXT    NOT NULL,
    type                TEXT    NOT NULL,
    is_draft            INTEGER NOT NULL,
    owner               TEXT    NOT NULL,
    session             TEXT    NOT NULL,
    base                TEXT,
    experiment          TEXT,
    version_name        TEXT,
    version_description TEXT,
    widgets             INTEGER NOT NULL,
    revision            INTEGER NOT NULL,
    created             INTEGER NOT NULL,
    updated             INTEGER NOT NULL,
    settings            TEXT    NOT NULL,
    content             TEXT    NOT NULL
) STRICT;

CREATE INDEX dashboard_versions_of_branch ON dashboard_versions (branch, is_draft, updated, id);
CREATE INDEX dashboard_drafts_by_age ON dashboard_versions (updated) WHERE is_draft = 1;
CREATE UNIQUE INDEX dashboard_drafts ON dashboard_versions (branch, owner, session) WHERE is_draft = 1;
