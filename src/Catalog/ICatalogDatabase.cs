using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>
/// The database under the catalog, which keeps what is few and must be consistent. One class a resource stands above it
/// (<see cref="CatalogProjects"/>, <see cref="CatalogRuns"/> and so on) and has all of that resource's statements.
/// </summary>
/// <remarks>All calls throw <see cref="CatalogUnavailableException"/> when the database does not answer.</remarks>
public interface ICatalogDatabase : IAsyncDisposable
{
    /// <summary>Brings the schema up to date. Safe to call from several processes.</summary>
    /// <exception cref="InvalidDataException">A newer version made the schema, or the keys cannot be read.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Reads committed rows. Each statement sees the newest.</summary>
    Task<T> ReadAsync<T>(Func<Statements, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes in one transaction, which is durable when the call returns. If <paramref name="write"/> throws, nothing
    /// has changed.</summary>
    Task<T> WriteAsync<T>(Func<Statements, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>A write of what could be recovered without a copy of the catalog, such as runs, which the store describes
    /// too, or of what soon expires, such as leases. It is as durable, but no reason to make a new copy.</summary>
    Task<T> WriteRecoverableAsync<T>(Func<Statements, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>A secret of that name, made at random (32 bytes) at the first call and the same ever after. It cannot be
    /// read from the tables alone.</summary>
    Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken);
}
