using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Settings;

/// <summary>
/// Settings of the web app, by scope, type and key. In the scope <c>user</c> each user has properties of their own; all
/// other scopes are shared.
/// </summary>
static class PropertyEndpoints
{
    const string Root = "/api/backend/v1/clients/properties";
    const string UserScope = "user";
    const int NameCharsMax = 200;
    const int ValueCharsMax = 64 << 10;

    public static void MapProperties(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, GetAsync)
            .Describe("getScopedProperty", "A setting of the web app.").Gives<PropertyRequest>();
        routes.MapPost(Root, PutAsync)
            .Describe("setScopedProperty", "Keeps a setting of the web app.").Produces(StatusCodes.Status200OK);
        routes.MapDelete(Root, DeleteAsync)
            .Describe("deleteScopedProperty", "Forgets a setting of the web app.").Produces(StatusCodes.Status200OK);
        routes.MapGet(Root + "/list", ListAsync)
            .Describe("listScopedProperties", "Settings of the web app.").Gives<PropertyList>();
    }

    static async Task<IResult> ListAsync(
        [FromQuery] string scope, [FromQuery] string propertyType, HttpContext context, CatalogProperties properties)
    {
        var found = await properties.ListAsync(ScopeOf(context, scope, propertyType), context.RequestAborted);
        return Results.Json(new PropertyList([.. found.Select(one => new PropertyRequest(one.Key, one.Value))]));
    }

    static async Task<IResult> GetAsync(
        [FromQuery] string scope, [FromQuery] string propertyType, [FromQuery] string key, HttpContext context,
        CatalogProperties properties)
    {
        var found = await properties.ListAsync(ScopeOf(context, scope, propertyType), context.RequestAborted);
        return found.FirstOrDefault(one => one.Key == key) is { } property
            ? Results.Json(new PropertyRequest(property.Key, property.Value))
            : ApiError.NotFound($"There is no property '{key}'.");
    }

    static async Task<IResult> PutAsync(
        [FromQuery] string scope, [FromQuery] string propertyType, PropertyRequest body, HttpContext context,
        CatalogProperties properties)
    {
        if (body is not { Key: { Length: > 0 } key, Value: { } value })
            return ApiError.BadRequest("A property has a key and a value.");
        if (new[] { scope, propertyType, key }.Any(name => name.Length > NameCharsMax || name.Contains('\0')))
            return ApiError.BadRequest($"scope, propertyType and key have at most {NameCharsMax} characters.");
        if (value.Length > ValueCharsMax || value.Contains('\0'))
            return ApiError.BadRequest($"A property's value has at most {ValueCharsMax} characters, and no zero character.");

        await properties.PutAsync(
            ScopeOf(context, scope, propertyType), new Property(key, value), context.RequestAborted);
        return Results.Ok();
    }

    static async Task<IResult> DeleteAsync(
        [FromQuery] string scope, [FromQuery] string propertyType, [FromQuery] string key, HttpContext context,
        CatalogProperties properties) =>
        await properties.DeleteAsync(ScopeOf(context, scope, propertyType), key, context.RequestAborted)
            ? Results.Ok()
            : ApiError.NotFound($"There is no property '{key}'.");

    static PropertyScope ScopeOf(HttpContext context, string scope, string type) => new(
        string.Equals(scope, UserScope, StringComparison.OrdinalIgnoreCase) ? ApiError.Username(context) : "",
        scope, type);
}

sealed record PropertyRequest(string? Key, string? Value);

sealed record PropertyList(IReadOnlyList<PropertyRequest> Properties);
