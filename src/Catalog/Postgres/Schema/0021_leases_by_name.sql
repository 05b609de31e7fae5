-- Leases are on work of any name, not on partitions of the log alone. Epochs go on from where they were.
CREATE TABLE named_leases
(
    name    text   NOT NULL PRIMARY KEY,
    owner   text   NOT NULL,
    epoch   bigint NOT NULL,
    expires bigint NOT NULL
);

INSERT INTO named_leases (name, owner, epoch, expires)
SELECT 'partition-' || "partition", owner, epoch, expires FROM leases;

DROP TABLE leases;
ALTER TABLE named_leases RENAME TO leases;
