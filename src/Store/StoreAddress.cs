namespace NeptuneAlt.Store;

/// <summary>The address of the store: a ClickHouse server, or the embedded engine on its socket.</summary>
/// <param name="Endpoint">The HTTP interface; with a socket only its scheme and path count.</param>
/// <param name="UnixSocketPath">The engine's socket; null: a server, reached over the network.</param>
/// <param name="Cluster">Name of the cluster that holds the tables, as the servers know it; null: one server has them
/// all.</param>
public sealed record StoreAddress(
    Uri Endpoint, string Database, string? User = null, string? Password = null, string? UnixSocketPath = null,
    string? Cluster = null)
{
    /// <summary>The embedded engine's address.</summary>
    public static StoreAddress Embedded(string socketPath) =>
        new(new Uri("http://localhost:8123"), "neptune", UnixSocketPath: socketPath);
}
