-- Tables of runs that users saved: content is JSON that only the API reads.
CREATE TABLE views
(
    id         TEXT    NOT NULL PRIMARY KEY,
    project    INTEGER NOT NULL REFERENCES projects (number),
    name       TEXT    NOT NULL,
    content    TEXT    NOT NULL,
    is_default INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    UNIQUE (project, name)
) STRICT;
