-- Who owns work of a name until expires. The epoch grows with each change of owner. Partitions of the log stay in leases, where
-- servers of older versions, which may run beside this one during an upgrade, take them.
CREATE TABLE named_leases
(
    name    TEXT    NOT NULL PRIMARY KEY,
    owner   TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
