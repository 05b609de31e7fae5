using System.Globalization;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace NeptuneAlt.Server.Clustering;

/// <summary>
/// Cluster membership in PostgreSQL. A change of a silo's row is one transaction that also raises the cluster's
/// version. It succeeds only for a caller that has seen the previous version, so silos agree on one order of changes.
/// </summary>
sealed class PostgresMembershipTable(PostgresClusteringOptions clustering, IOptions<ClusterOptions> cluster)
    : IMembershipTable, IAsyncDisposable
{
    readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(clustering.ConnectionString);
    readonly string _cluster = cluster.Value.ClusterId;

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@Lock)", new { MembershipSchema.Lock }, transaction);
        await connection.ExecuteAsync(MembershipSchema.Sql, transaction: transaction);
        if (tryInitTableVersion)
            await connection.ExecuteAsync(
                "INSERT INTO cluster_versions (cluster, version) VALUES (@_cluster, 0) ON CONFLICT DO NOTHING",
                new { _cluster }, transaction);
        await transaction.CommitAsync();
    }

    public async Task DeleteMembershipTableEntries(string clusterId)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "DELETE FROM cluster_silos WHERE cluster = @clusterId; DELETE FROM cluster_versions WHERE cluster = @clusterId",
            new { clusterId });
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "DELETE FROM cluster_silos WHERE cluster = @_cluster AND status = @dead AND greatest(alive, started) < @before",
            new { _cluster, dead = (int)SiloStatus.Dead, before = beforeDate.UtcDateTime });
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync("AND address = @address", key.ToParsableString());

    public Task<MembershipTableData> ReadAll() => ReadAsync("", "");

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        """
        INSERT INTO cluster_silos
            (cluster, address, version, status, silo_name, host_name, proxy_port, suspicions, started, alive)
        VALUES
            (@Cluster, @Address, @Version, @Status, @SiloName, @HostName, @ProxyPort, @Suspicions, @Started, @Alive)
        ON CONFLICT DO NOTHING
        """,
        SiloRow.Of(entry, 0), seen: 0);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        TryVersion(etag, out var seen)
            ? ChangeAsync(
                tableVersion,
                """
                UPDATE cluster_silos SET
                    version = @Version, status = @Status, silo_name = @SiloName, host_name = @HostName,
                    proxy_port = @ProxyPort, suspicions = @Suspicions, started = @Started, alive = @Alive
                WHERE cluster = @Cluster AND address = @Address AND version = @Seen
                """,
                SiloRow.Of(entry, seen + 1), seen)
            : Task.FromResult(false);

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "UPDATE cluster_silos SET alive = @Alive WHERE cluster = @Cluster AND address = @Address",
            Parameters(SiloRow.Of(entry, 0), 0));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Version and rows, as they were at one moment.</summary>
    async Task<MembershipTableData> ReadAsync(string filter, string address)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var version = await connection.QuerySingleOrDefaultAsync<int>(
            "SELECT version FROM cluster_versions WHERE cluster = @_cluster", new { _cluster }, transaction);
        var rows = await connection.QueryAsync<SiloRow>(
            $"""
            SELECT address AS Address, version AS Version, status AS Status, silo_name AS SiloName, host_name AS HostName,
                proxy_port AS ProxyPort, suspicions AS Suspicions, started AS Started, alive AS Alive
            FROM cluster_silos WHERE cluster = @_cluster {filter}
            """,
            new { _cluster, address }, transaction);
        return new MembershipTableData(
            [.. rows.Select(row => row.ToEntry())],
            new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Changes a row and the version, or neither.</summary>
    /// <param name="next">The version wanted; its ETag is the one that the caller has seen.</param>
    async Task<bool> ChangeAsync(TableVersion next, string sql, SiloRow row, int seen)
    {
        if (!TryVersion(next.VersionEtag, out var former)) return false;

        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var raised = await connection.ExecuteAsync(
            "UPDATE cluster_versions SET version = @Version WHERE cluster = @_cluster AND version = @former",
            new { _cluster, next.Version, former }, transaction);
        if (raised == 0 || await connection.ExecuteAsync(sql, Parameters(row, seen), transaction) == 0) return false;

        await transaction.CommitAsync();
        return true;
    }

    object Parameters(SiloRow row, int seen) => new
    {
        Cluster = _cluster, row.Address, row.Version, row.Status, row.SiloName, row.HostName, row.ProxyPort,
        row.Suspicions, row.Started, row.Alive, Seen = seen,
    };

    static bool TryVersion(string etag, out int version) =>
        int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out version);
}
