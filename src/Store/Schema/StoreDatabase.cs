using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Schema;

/// <summary>The database that our tables are in.</summary>
public static class StoreDatabase
{
    const int UnknownDatabase = 81;

    /// <summary>Makes it if it is missing. Whoever set it up beforehand needs no right to make one.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreException">It refuses.</exception>
    public static async Task EnsureAsync(StoreAddress address, CancellationToken cancellationToken)
    {
        using var store = new ClickHouse(address);
        try
        {
            await store.QueryAsync("SELECT 1", SqlArguments.None, cancellationToken);
        }
        catch (StoreException refused) when (refused.Code == UnknownDatabase)
        {
            using var system = new ClickHouse(address with { Database = "default" });
            await system.ExecuteAsync(
                $"CREATE DATABASE IF NOT EXISTS `{address.Database}`{OnCluster(address)} ENGINE = Atomic", cancellationToken);
        }
    }

    static string OnCluster(StoreAddress address) => address.Cluster is { } name ? $" ON CLUSTER '{name}'" : "";
}
