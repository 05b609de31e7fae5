using System.Security.Cryptography;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>The table of the server's own secrets.</summary>
static class SecretTable
{
    public const int SecretBytes = 32;

    public static Task<byte[]?> FindAsync(Statements sql, string name) =>
        sql.FindAsync<byte[]>("SELECT value FROM secrets WHERE name = @name", new { name });

    public static async Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListAsync(Statements sql)
    {
        var rows = await sql.ListAsync<(string Name, byte[] Value)>("SELECT name, value FROM secrets");
        return [.. rows.Select(row => KeyValuePair.Create(row.Name, row.Value))];
    }

    public static Task ReplaceAsync(Statements sql, string name, byte[] value) =>
        sql.ExecuteAsync("UPDATE secrets SET value = @value WHERE name = @name", new { name, value });

    public static Task ForgetAsync(Statements sql) => sql.ExecuteAsync("DELETE FROM secrets");

    /// <summary>Of several who add at once, one wins, and all get its secret.</summary>
    /// <param name="seal">What is kept of a new secret.</param>
    public static async Task<byte[]> AddAsync(Statements sql, string name, Func<byte[], byte[]> seal)
    {
        await sql.ExecuteAsync(
            "INSERT INTO secrets (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
            new { name, value = seal(RandomNumberGenerator.GetBytes(SecretBytes)) });
        return await sql.OneAsync<byte[]>("SELECT value FROM secrets WHERE name = @name", new { name });
    }
}
