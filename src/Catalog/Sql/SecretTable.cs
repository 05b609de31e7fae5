using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>The server's own secrets.</summary>
static class SecretTable
{
    const int SecretBytes = 32;

    public static Task<byte[]?> FindAsync(
        DbConnection connection, string name, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "SELECT value FROM secrets WHERE name = @name", new { name }, cancellationToken: cancellationToken));

    /// <summary>Of several who add at once, one wins, and all get its secret.</summary>
    public static async Task<byte[]> AddAsync(
        DbTransaction transaction, string name, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO secrets (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
            new { name, value = RandomNumberGenerator.GetBytes(SecretBytes) }, transaction,
            cancellationToken: cancellationToken));
        return await connection.QuerySingleAsync<byte[]>(new CommandDefinition(
            "SELECT value FROM secrets WHERE name = @name", new { name }, transaction,
            cancellationToken: cancellationToken));
    }
}
