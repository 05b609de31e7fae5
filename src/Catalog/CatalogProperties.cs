using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>What the web app remembers for a user, or for all. Only the app reads the values.</summary>
public sealed class CatalogProperties(ICatalogDatabase database)
{
    const int PropertiesMax = 1000;

    /// <summary>By key.</summary>
    public Task<IReadOnlyList<Property>> ListAsync(PropertyScope scope, CancellationToken cancellationToken) =>
        database.ReadAsync(
            sql => sql.ListAsync<Property>(
                """
                SELECT key AS Key, value AS Value FROM properties WHERE owner = @Owner AND scope = @Scope AND type = @Type
                ORDER BY key
                """,
                scope),
            cancellationToken);

    /// <summary>Adds the property, or changes its value.</summary>
    /// <exception cref="CatalogConflictException">Their owner has too many.</exception>
    public Task PutAsync(PropertyScope scope, Property property, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => PutAsync(sql, scope, property), cancellationToken);

    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(PropertyScope scope, string key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql => await sql.ExecuteAsync(
                "DELETE FROM properties WHERE owner = @Owner AND scope = @Scope AND type = @Type AND key = @key",
                new { scope.Owner, scope.Scope, scope.Type, key }) > 0,
            cancellationToken);

    static async Task<bool> PutAsync(Statements sql, PropertyScope scope, Property property)
    {
        var parameters = new { scope.Owner, scope.Scope, scope.Type, property.Key, property.Value };
        await sql.ExecuteAsync(
            """
            INSERT INTO properties (owner, scope, type, key, value) VALUES (@Owner, @Scope, @Type, @Key, @Value)
            ON CONFLICT (owner, scope, type, key) DO UPDATE SET value = excluded.value
            """,
            parameters);
        if (await sql.OneAsync<long>("SELECT count(*) FROM properties WHERE owner = @Owner", parameters) > PropertiesMax)
            throw new CatalogConflictException(
                "SETTINGS_LIMIT", $"There are {PropertiesMax} properties already. Delete some that nobody needs.");
        return true;
    }
}

/// <summary>Where properties belong.</summary>
/// <param name="Owner">Of a user's own properties the username; empty for what is everybody's.</param>
/// <param name="Scope">What they are about, as the web app names it; so is <paramref name="Type"/>.</param>
public readonly record struct PropertyScope(string Owner, string Scope, string Type);

/// <summary>Something that the web app remembers. The catalog does not read it.</summary>
public sealed record Property(string Key, string Value);
