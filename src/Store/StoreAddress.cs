namespace NeptuneAlt.Store;

/// <summary>Where the store is: a ClickHouse server, or the embedded engine on its socket.</summary>
/// <param name="Endpoint">The HTTP interface; with a socket only its scheme and path count.</param>
/// <param name="UnixSocketPath">The engine's socket; null: a server, reached over the network.</param>
public sealed record StoreAddress(
    Uri Endpoint, string Database, string? User = null, string? Password = null, string? UnixSocketPath = null)
{
    /// <summary>The embedded engine's address.</summary>
    public static StoreAddress Embedded(string socketPath) =>
        new(new Uri("http://localhost:8123"), "neptune", UnixSocketPath: socketPath);
}
