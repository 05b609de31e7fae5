-- By which anybody may look at one dashboard or report: key_hash is the SHA-256 of what stands in the address. runs is JSON that only
-- the API reads: which runs a dashboard shows; empty for reports, whose sections say so. widget: the only one that is shown.
CREATE TABLE public_links
(
    id       TEXT    NOT NULL PRIMARY KEY,
    key_hash BLOB    NOT NULL UNIQUE,
    branch   TEXT    NOT NULL REFERENCES dashboards (branch) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    widget   TEXT,
    runs     TEXT    NOT NULL,
    owner    TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER
) STRICT;

CREATE INDEX public_links_of_branch ON public_links (branch, created);

-- Addresses of the app under short ids, which follow from them. used is when one was made or opened last.
CREATE TABLE short_links
(
    id      TEXT    NOT NULL PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    address TEXT    NOT NULL,
    used    INTEGER NOT NULL
) STRICT;

CREATE INDEX short_links_by_use ON short_links (project, used);
