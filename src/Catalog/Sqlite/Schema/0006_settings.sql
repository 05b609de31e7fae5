-- Colours that users gave to values of attributes, such as tags.
CREATE TABLE styles
(
    project INTEGER NOT NULL REFERENCES projects (number),
    name    TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    color   TEXT    NOT NULL,
    PRIMARY KEY (project, name, value)
) STRICT;

-- What the web app remembers for a user, or, with an empty owner, for all. Only the app reads the values.
CREATE TABLE properties
(
    owner TEXT NOT NULL,
    scope TEXT NOT NULL,
    type  TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner, scope, type, key)
) STRICT;
