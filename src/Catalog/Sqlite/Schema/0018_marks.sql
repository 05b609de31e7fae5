-- What the parts of a server are compared by at each start. The identity is one random id that the store, the log and the
-- folder of files carry, too: one row at most.
CREATE TABLE identity
(
    id TEXT NOT NULL PRIMARY KEY
) STRICT;

-- How far the embedded log surely went. is_exact: it was closed in order there.
CREATE TABLE log_ends
(
    "partition" INTEGER NOT NULL PRIMARY KEY,
    next_offset INTEGER NOT NULL,
    is_exact    INTEGER NOT NULL
) STRICT;
