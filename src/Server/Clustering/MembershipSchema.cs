namespace NeptuneAlt.Server.Clustering;

/// <summary>
/// The tables of cluster membership. They belong to the silos, apart from the catalog's tables, and hold only current
/// members.
/// </summary>
static class MembershipSchema
{
    /// <summary>Any number that other programs do not lock in this database.</summary>
    public const long Lock = 0x4E65_7074_416C_7402;

    /// <summary>
    /// A cluster's version grows with each change of a silo's row; a row's own with each change of that row, except
    /// that of <c>alive</c>, which the silo alone writes. Suspicions are <c>address/ticks</c>, separated by commas.
    /// </summary>
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS cluster_versions
        (
            cluster text NOT NULL PRIMARY KEY,
            version integer NOT NULL
        );
        CREATE TABLE IF NOT EXISTS cluster_silos
        (
            cluster    text        NOT NULL,
            address    text        NOT NULL,
            version    integer     NOT NULL,
            status     integer     NOT NULL,
            silo_name  text        NOT NULL,
            host_name  text        NOT NULL,
            proxy_port integer     NOT NULL,
            suspicions text        NOT NULL,
            started    timestamptz NOT NULL,
            alive      timestamptz NOT NULL,
            PRIMARY KEY (cluster, address)
        );
        """;
}
