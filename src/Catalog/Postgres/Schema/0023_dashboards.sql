-- A dashboard is a branch of versions. deleted is when it went into the trash.
CREATE TABLE dashboards
(
    branch     text    NOT NULL PRIMARY KEY,
    project    bigint  NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    created    bigint  NOT NULL,
    deleted    bigint,
    deleted_by text    NOT NULL
);

CREATE INDEX dashboards_of_project ON dashboards (project, deleted);

-- A version is published, or a draft of one user in one browser: session is the browser's id, empty for other callers. base is the
-- published version that a draft came from. content has widgets and layouts, settings the rest of the document; both are JSON that
-- only the API reads. revision counts the changes. Texts come last: who lists versions does not read them.
CREATE TABLE dashboard_versions
(
    id                  text    NOT NULL PRIMARY KEY,
    branch              text    NOT NULL REFERENCES dashboards (branch) ON DELETE CASCADE,
    name                text    NOT NULL,
    type                text    NOT NULL,
    is_draft            bigint  NOT NULL,
    owner               text    NOT NULL,
    session             text    NOT NULL,
    base                text,
    experiment          text,
    version_name        text,
    version_description text,
    widgets             bigint  NOT NULL,
    revision            bigint  NOT NULL,
    created             bigint  NOT NULL,
    updated             bigint  NOT NULL,
    settings            text    NOT NULL,
    content             text    NOT NULL
);

CREATE INDEX dashboard_versions_of_branch ON dashboard_versions (branch, is_draft, updated, id);
CREATE INDEX dashboard_drafts_by_age ON dashboard_versions (updated) WHERE is_draft = 1;
CREATE UNIQUE INDEX dashboard_drafts ON dashboard_versions (branch, owner, session) WHERE is_draft = 1;
