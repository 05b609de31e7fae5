-- What people write together and save whole: content is JSON that only the API reads. Kinds are nouns, such as view.
-- revision counts the saves; author and updated_by are empty where that was before they were kept.
CREATE TABLE documents
(
    id         TEXT    NOT NULL PRIMARY KEY,
    project    INTEGER NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    content    TEXT    NOT NULL,
    is_default INTEGER NOT NULL,
    author     TEXT    NOT NULL,
    created    INTEGER NOT NULL,
    updated_by TEXT    NOT NULL,
    updated    INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    UNIQUE (project, kind, name)
) STRICT;

INSERT INTO documents
    (id, project, kind, name, content, is_default, author, created, updated_by, updated, revision)
SELECT id, project, 'view', name, content, is_default, '', created, '', created, 1 FROM views;

DROP TABLE views;
