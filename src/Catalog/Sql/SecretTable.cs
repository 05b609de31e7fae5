using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>The server's own secrets.</summary>
static class SecretTable
{
    public const int SecretBytes = 32;

    public static Task<byte[]?> FindAsync(
        DbConnection connection, string name, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "SELECT value FROM secrets WHERE name = @name", new { name }, cancellationToken: cancellationToken));

    public static async Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListAsync(
        DbTransaction transaction, CancellationToken cancellationToken) =>
        [.. (await transaction.Connection!.QueryAsync<(string Name, byte[] Value)>(new CommandDefinition( // null once it has ended
            "SELECT name, value FROM secrets", transaction: transaction, cancellationToken: cancellationToken)))
            .Select(row => KeyValuePair.Create(row.Name, row.Value))];

    public static Task ReplaceAsync(
        DbTransaction transaction, string name, byte[] value, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null once it has ended
            "UPDATE secrets SET value = @value WHERE name = @name", new { name, value }, transaction,
            cancellationToken: cancellationToken));

    public static Task ForgetAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null once it has ended
            "DELETE FROM secrets", transaction: transaction, cancellationToken: cancellationToken));

    /// <summary>Of several who add at once, one wins, and all get its secret.</summary>
    /// <param name="seal">What is kept of a new secret.</param>
    public static async Task<byte[]> AddAsync(
        DbTransaction transaction, string name, Func<byte[], byte[]> seal, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO secrets (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
            new { name, value = seal(RandomNumberGenerator.GetBytes(SecretBytes)) }, transaction,
            cancellationToken: cancellationToken));
        return await connection.QuerySingleAsync<byte[]>(new CommandDefinition(
            "SELECT value FROM secrets WHERE name = @name", new { name }, transaction,
            cancellationToken: cancellationToken));
    }
}
