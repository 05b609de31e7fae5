-- Runs that an import brought whole: the digest of the files that they came from, and when, in ms since 1970.
CREATE TABLE imports
(
    run      INTEGER NOT NULL PRIMARY KEY,
    digest   TEXT    NOT NULL,
    imported INTEGER NOT NULL
) STRICT;
