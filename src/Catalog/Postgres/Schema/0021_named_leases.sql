-- Who owns work of a name until expires. The epoch grows with each change of owner. Partitions of the log stay in leases, where
-- servers of older versions, which may run beside this one during an upgrade, take them.
CREATE TABLE named_leases
(
    name    text   NOT NULL PRIMARY KEY,
    owner   text   NOT NULL,
    epoch   bigint NOT NULL,
    expires bigint NOT NULL
);
