using System.Text;
using System.Text.RegularExpressions;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Settings;

/// <summary>Colors of attribute values, such as tags: the same for all users of the project.</summary>
static partial class StyleEndpoints
{
    const int ValueCharsMax = 1000;
    const int ColorCharsMax = 32;

    public static void MapStyles(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1/attributes/style");
        group.MapPut("/putAttributeStyleSettings", PutAsync)
            .Describe("putAttributeStyleSettings", "Gives a value of an attribute a color; an empty one takes it away.")
            .Produces(StatusCodes.Status200OK);
        group.MapPost("/queryAttributeStyleSettings", QueryAsync)
            .Describe("queryAttributeStyleSettings", "The colors of values, of all or of those named.")
            .Gives<StyleList>();
    }

    /// <summary>An empty color takes the value's color away.</summary>
    static async Task<IResult> PutAsync(
        PutStyleRequest body, RunIdentifiers identifiers, CatalogStyles colors, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        if (body.StyleSettings is not { Attribute: { Name: { } name, Value: { } value }, Color: { } color })
            throw new BadRequestException("styleSettings needs an attribute with name and value, and a color.");
        if (Problem(name, value, color) is { } problem) throw new BadRequestException(problem);

        if (color.Length == 0)
        {
            await colors.DeleteAsync(project.Number, name, value, cancellationToken);
            return Results.Ok();
        }

        await colors.PutAsync(project.Number, new AttributeStyle(name, value, color), cancellationToken);
        return Results.Ok();
    }

    static async Task<IResult> QueryAsync(
        QueryStylesRequest body, RunIdentifiers identifiers, CatalogStyles colors, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        var styles = await colors.ListAsync(project.Number, cancellationToken);
        var wanted = body.Attributes?.Select(one => (one?.Name, one?.Value)).ToHashSet();
        return Results.Json(new StyleList(
        [
            .. styles.Where(style => wanted is null || wanted.Contains((style.Name, style.Value)))
                .Select(style => new StyleRequest(new StyledValueRequest(style.Name, style.Value), style.Color)),
        ]));
    }

    static string? Problem(string name, string value, string color) =>
        Encoding.UTF8.GetByteCount(name) is 0 or > Limits.AttributePathBytesMax || name.Contains('\0')
            ? $"An attribute's name has 1 to {Limits.AttributePathBytesMax} bytes."
        : value.Length > ValueCharsMax || value.Contains('\0')
            ? $"A value with a color has at most {ValueCharsMax} characters, and no zero character."
        : color.Length > ColorCharsMax || !Color.IsMatch(color)
            ? "A color is written as #rgb, #rrggbb or by a name of letters."
        : null;

    // Characters that any style sheet accepts, and none that could end a declaration.
    [GeneratedRegex(@"^(#[0-9a-fA-F]{3,8}|[a-zA-Z]*)\z")]
    static partial Regex Color { get; }
}

sealed record PutStyleRequest(string? ProjectIdentifier, StyleRequest? StyleSettings);

sealed record QueryStylesRequest(string? ProjectIdentifier, IReadOnlyList<StyledValueRequest?>? Attributes);

sealed record StyleRequest(StyledValueRequest? Attribute, string? Color);

sealed record StyledValueRequest(string? Name, string? Value);

sealed record StyleList(IReadOnlyList<StyleRequest> Settings);
