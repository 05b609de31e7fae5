-- Colours that users gave to values of attributes, such as tags.
CREATE TABLE styles
(
    project bigint NOT NULL REFERENCES projects (number),
    name    text   NOT NULL,
    value   text   NOT NULL,
    color   text   NOT NULL,
    PRIMARY KEY (project, name, value)
);

-- What the web app remembers for a user, or, with an empty owner, for all. Only the app reads the values.
CREATE TABLE properties
(
    owner text NOT NULL,
    scope text NOT NULL,
    type  text NOT NULL,
    key   text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (owner, scope, type, key)
);
