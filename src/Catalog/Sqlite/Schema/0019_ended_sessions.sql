-- Browsers' sessions that were signed out of, until they would have ended by themselves: expires is in ms since 1970.
CREATE TABLE ended_sessions
(
    id      TEXT NOT NULL PRIMARY KEY,
    expires INTEGER NOT NULL
) STRICT;
