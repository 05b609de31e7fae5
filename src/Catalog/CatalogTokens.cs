namespace NeptuneAlt.Catalog;

/// <summary>API tokens, by the SHA-256 of their keys.</summary>
public sealed class CatalogTokens(ICatalogDatabase database)
{
    const string Select = "SELECT id AS Id, username AS Username, created AS Created FROM tokens WHERE revoked = 0";

    /// <summary>Stores an API token by the SHA-256 of its key.</summary>
    public Task AddAsync(NewToken token, CancellationToken cancellationToken) =>
        database.WriteAsync(
            sql => sql.ExecuteAsync(
                """
                INSERT INTO tokens (id, key_hash, username, created, revoked)
                VALUES (@id, @keyHash, @Username, @created, 0)
                """,
                new
                {
                    id = token.Id.ToString(), keyHash = token.KeyHash.ToArray(), token.Username,
                    created = token.CreationTime.ToUnixTimeMilliseconds(),
                }),
            cancellationToken);

    /// <summary>The token whose key has that SHA-256, unless revoked.</summary>
    public async Task<TokenOwner?> FindAsync(ReadOnlyMemory<byte> keyHash, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            sql => sql.FindAsync<TokenRow>(Select + " AND key_hash = @keyHash", new { keyHash = keyHash.ToArray() }),
            cancellationToken))?.ToOwner();

    /// <summary>Those that are not revoked, the oldest first.</summary>
    public async Task<IReadOnlyList<TokenOwner>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<TokenRow>(Select + " ORDER BY created, id"), cancellationToken);
        return [.. rows.Select(row => row.ToOwner())];
    }

    /// <returns>Whether there was one that was not revoked.</returns>
    public Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql => await sql.ExecuteAsync(
                "UPDATE tokens SET revoked = 1 WHERE id = @id AND revoked = 0", new { id = id.ToString() }) > 0,
            cancellationToken);

    sealed class TokenRow
    {
        public required string Id { get; init; }
        public required string Username { get; init; }
        public long Created { get; init; }

        public TokenOwner ToOwner() =>
            new(Guid.Parse(Id), Username, DateTimeOffset.FromUnixTimeMilliseconds(Created));
    }
}

public sealed record NewToken(Guid Id, ReadOnlyMemory<byte> KeyHash, string Username, DateTimeOffset CreationTime);

public sealed record TokenOwner(Guid Id, string Username, DateTimeOffset CreationTime);
