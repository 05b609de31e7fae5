-- Tables of runs that users saved: content is JSON that only the API reads.
CREATE TABLE views
(
    id         text   NOT NULL PRIMARY KEY,
    project    bigint NOT NULL REFERENCES projects (number),
    name       text   NOT NULL,
    content    text   NOT NULL,
    is_default bigint NOT NULL,
    created    bigint NOT NULL,
    UNIQUE (project, name)
);
