-- By which anybody may look at one dashboard or report: key_hash is the SHA-256 of what stands in the address. runs is JSON that only
-- the API reads: which runs a dashboard shows; empty for reports, whose sections say so. widget: the only one that is shown.
CREATE TABLE public_links
(
    id       text    NOT NULL PRIMARY KEY,
    key_hash bytea   NOT NULL UNIQUE,
    branch   text    NOT NULL REFERENCES dashboards (branch) ON DELETE CASCADE,
    name     text    NOT NULL,
    widget   text,
    runs     text    NOT NULL,
    owner    text    NOT NULL,
    created  bigint  NOT NULL,
    expires  bigint
);

CREATE INDEX public_links_of_branch ON public_links (branch, created);

-- Addresses of the app under short ids, which follow from them. used is when one was made or opened last.
CREATE TABLE short_links
(
    id      text    NOT NULL PRIMARY KEY,
    project bigint  NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    address text    NOT NULL,
    used    bigint  NOT NULL
);

CREATE INDEX short_links_by_use ON short_links (project, used);
