namespace NeptuneAlt.Catalog;

/// <summary>The server's own secrets, which each database keeps out of its readable tables in a way of its own.</summary>
public sealed class CatalogSecrets(ICatalogDatabase database)
{
    /// <summary>The secret of that name, made at random (32 bytes) at the first call and the same ever after.</summary>
    public Task<byte[]> FindOrMakeAsync(string name, CancellationToken cancellationToken) =>
        database.SecretAsync(name, cancellationToken);
}
