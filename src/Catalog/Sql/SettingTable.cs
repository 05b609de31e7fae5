using System.Data.Common;
using System.Globalization;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Styles of attributes and properties of the web app.</summary>
sealed class SettingTable(SqlDialect dialect)
{
    const int StylesMax = 10_000;
    const int PropertiesMax = 1000;

    public static async Task<IReadOnlyList<AttributeStyle>> StylesAsync(
        DbConnection connection, uint project, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<AttributeStyle>(new CommandDefinition(
            """
            SELECT name AS Name, value AS Value, color AS Color FROM styles WHERE project = @project
            ORDER BY name, value
            """,
            new { project = (long)project }, cancellationToken: cancellationToken))];

    public async Task<bool> PutStyleAsync(
        DbTransaction transaction, uint project, AttributeStyle style, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        if (await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "SELECT number FROM projects WHERE number = @project" + dialect.ForUpdate, new { project = (long)project },
            transaction, cancellationToken: cancellationToken)) is null)
            throw new CatalogConflictException("PROJECT_NOT_FOUND", "The project of the style is not there.");

        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO styles (project, name, value, color) VALUES (@project, @Name, @Value, @Color)
            ON CONFLICT (project, name, value) DO UPDATE SET color = excluded.color
            """,
            new { project = (long)project, style.Name, style.Value, style.Color }, transaction,
            cancellationToken: cancellationToken));
        await RefuseTooManyAsync(
            transaction, "SELECT count(*) FROM styles WHERE project = @project", new { project = (long)project }, StylesMax,
            "The project has {0} colored values already. Take the color from some that nobody needs.", cancellationToken);
        return true;
    }

    public static async Task<bool> DeleteStyleAsync(
        DbTransaction transaction, uint project, string name, string value, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "DELETE FROM styles WHERE project = @project AND name = @name AND value = @value",
            new { project = (long)project, name, value }, transaction, cancellationToken: cancellationToken)) > 0;

    public static async Task<IReadOnlyList<Property>> PropertiesAsync(
        DbConnection connection, PropertyScope scope, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<Property>(new CommandDefinition(
            """
            SELECT key AS Key, value AS Value FROM properties WHERE owner = @Owner AND scope = @Scope AND type = @Type
            ORDER BY key
            """,
            scope, cancellationToken: cancellationToken))];

    public static async Task<bool> PutPropertyAsync(
        DbTransaction transaction, PropertyScope scope, Property property, CancellationToken cancellationToken)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            """
            INSERT INTO properties (owner, scope, type, key, value) VALUES (@Owner, @Scope, @Type, @Key, @Value)
            ON CONFLICT (owner, scope, type, key) DO UPDATE SET value = excluded.value
            """,
            new { scope.Owner, scope.Scope, scope.Type, property.Key, property.Value }, transaction,
            cancellationToken: cancellationToken));
        await RefuseTooManyAsync(
            transaction, "SELECT count(*) FROM properties WHERE owner = @Owner", new { scope.Owner }, PropertiesMax,
            "There are {0} properties already. Delete some that nobody needs.", cancellationToken);
        return true;
    }

    public static async Task<bool> DeletePropertyAsync(
        DbTransaction transaction, PropertyScope scope, string key, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "DELETE FROM properties WHERE owner = @Owner AND scope = @Scope AND type = @Type AND key = @key",
            new { scope.Owner, scope.Scope, scope.Type, key }, transaction,
            cancellationToken: cancellationToken)) > 0;

    /// <summary>The transaction that made one too many comes to nothing.</summary>
    static async Task RefuseTooManyAsync(
        DbTransaction transaction, string count, object parameters, int max, string message,
        CancellationToken cancellationToken)
    {
        if (await transaction.Connection!.QuerySingleAsync<long>(new CommandDefinition( // as above
            count, parameters, transaction, cancellationToken: cancellationToken)) > max)
            throw new CatalogConflictException(
                "SETTINGS_LIMIT", message.Replace("{0}", max.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }
}
