using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>API tokens, by the SHA-256 of their keys.</summary>
static class TokenTable
{
    const string Select = "SELECT id AS Id, username AS Username, created AS Created FROM tokens WHERE revoked = 0";

    public static Task AddAsync(DbTransaction transaction, NewToken token, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            """
            INSERT INTO tokens (id, key_hash, username, created, revoked)
            VALUES (@id, @keyHash, @Username, @created, 0)
            """,
            new
            {
                id = token.Id.ToString(), keyHash = token.KeyHash.ToArray(), token.Username,
                created = token.CreationTime.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: cancellationToken));

    public static async Task<TokenOwner?> FindAsync(
        DbConnection connection, ReadOnlyMemory<byte> keyHash, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<TokenRow>(new CommandDefinition(
            Select + " AND key_hash = @keyHash", new { keyHash = keyHash.ToArray() },
            cancellationToken: cancellationToken)))?.ToOwner();

    public static async Task<IReadOnlyList<TokenOwner>> ListAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<TokenRow>(new CommandDefinition(
            Select + " ORDER BY created, id", cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToOwner())];
    }

    public static async Task<bool> RevokeAsync(
        DbTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "UPDATE tokens SET revoked = 1 WHERE id = @id AND revoked = 0", new { id = id.ToString() }, transaction,
            cancellationToken: cancellationToken)) > 0;

    sealed class TokenRow
    {
        public required string Id { get; init; }
        public required string Username { get; init; }
        public long Created { get; init; }

        public TokenOwner ToOwner() =>
            new(Guid.Parse(Id), Username, DateTimeOffset.FromUnixTimeMilliseconds(Created));
    }
}
