using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>Colors that users gave to values of attributes, such as tags.</summary>
public sealed class CatalogStyles(ICatalogDatabase database)
{
    const int StylesMax = 10_000;

    /// <summary>The colors of the project's attribute values, by name and value.</summary>
    public Task<IReadOnlyList<AttributeStyle>> ListAsync(uint project, CancellationToken cancellationToken) =>
        database.ReadAsync(
            sql => sql.ListAsync<AttributeStyle>(
                """
                SELECT name AS Name, value AS Value, color AS Color FROM styles WHERE project = @project
                ORDER BY name, value
                """,
                new { project = (long)project }),
            cancellationToken);

    /// <summary>Adds the style, or changes the color of the value.</summary>
    /// <exception cref="CatalogConflictException">There is no such project, or it has too many.</exception>
    public Task PutAsync(uint project, AttributeStyle style, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => PutAsync(sql, project, style), cancellationToken);

    /// <returns>Whether the value had a color.</returns>
    public Task<bool> DeleteAsync(uint project, string name, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql => await sql.ExecuteAsync(
                "DELETE FROM styles WHERE project = @project AND name = @name AND value = @value",
                new { project = (long)project, name, value }) > 0,
            cancellationToken);

    static async Task<bool> PutAsync(Statements sql, uint project, AttributeStyle style)
    {
        if (!await sql.LockProjectAsync(project))
            throw new CatalogConflictException("PROJECT_NOT_FOUND", "The project of the style is not there.");

        var parameters = new { project = (long)project, style.Name, style.Value, style.Color };
        await sql.ExecuteAsync(
            """
            INSERT INTO styles (project, name, value, color) VALUES (@project, @Name, @Value, @Color)
            ON CONFLICT (project, name, value) DO UPDATE SET color = excluded.color
            """,
            parameters);
        if (await sql.OneAsync<long>("SELECT count(*) FROM styles WHERE project = @project", parameters) > StylesMax)
            throw new CatalogConflictException(
                "SETTINGS_LIMIT",
                $"The project has {StylesMax} colored values already. Take the color from some that nobody needs.");
        return true;
    }
}

/// <summary>The color of one value of an attribute in a project, such as of a tag.</summary>
public sealed record AttributeStyle(string Name, string Value, string Color);
