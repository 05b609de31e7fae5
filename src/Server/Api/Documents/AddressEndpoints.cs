using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>
/// What a page of the web app shows is part of its address, such as the thousand runs that somebody chose. What is too
/// long for an address to be sent around is kept here, and the address has its id.
/// </summary>
static class AddressEndpoints
{
    const string Kind = "address";
    const string Route = "/api/leaderboard/v1/addresses";

    public static void MapAddresses(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Route, KeepAsync)
            .Describe("keepAddress", "Keeps what a page shows under a short id; the same text has the same id.")
            .Gives<AddressResponse>();
        endpoints.MapGet(Route + "/{addressId}", GetAsync)
            .Describe("getAddress", "What a page shows whose address has this id.").Gives<AddressResponse>();
    }

    static async Task<IResult> KeepAsync(
        AddressRequest body, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents,
        TimeProvider time, HttpContext context)
    {
        if (body.Search is not { Length: > 1 } search || search[0] != '?'
            || search.Contains('\0', StringComparison.Ordinal))
            throw new BadRequestException(
                "search is the part of an address that begins with ?, without zero characters.");
        var content = JsonSerializer.Serialize(new AddressRequest(search), JsonSerializerOptions.Web);
        if (Encoding.UTF8.GetByteCount(content) > Limits.DocumentContentBytesMax)
            throw new BadRequestException(
                $"An address has at most {Limits.DocumentContentBytesMax >> 10} KiB. Choose fewer runs, or save a view.");

        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var key = new DocumentKey(project.Number, Kind, IdOf(project.Number, search));
        await documents.KeepAsync(
            key, content, ApiError.Username(context), time.GetUtcNow(), Limits.AddressesKeptMax,
            context.RequestAborted);
        return Results.Json(new AddressResponse(key.Id.ToString("N"), search));
    }

    static async Task<IResult> GetAsync(
        string addressId, string projectIdentifier, RunIdentifiers identifiers, CatalogDocuments documents,
        TimeProvider time, HttpContext context)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var found = Guid.TryParse(addressId, out var id)
            ? await documents.ReadKeptAsync(
                new DocumentKey(project.Number, Kind, id), time.GetUtcNow(), context.RequestAborted)
            : null;
        if (found is null)
            return ApiError.NotFound(
                "What this address showed is not kept any more. Ask whoever sent it to you to send it anew.");

        var kept = JsonSerializer.Deserialize<AddressRequest>(found.Content, JsonSerializerOptions.Web)!; // as kept above
        return Results.Json(new AddressResponse(id.ToString("N"), kept.Search!)); // kept only with one
    }

    /// <summary>Of the project, too: ids are unlike in the whole catalog.</summary>
    static Guid IdOf(uint project, string search)
    {
        var bytes = new byte[sizeof(uint) + Encoding.UTF8.GetByteCount(search)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, project);
        Encoding.UTF8.GetBytes(search, bytes.AsSpan(sizeof(uint)));
        return new Guid(SHA256.HashData(bytes).AsSpan(0, 16));
    }
}

/// <param name="Search">The part of an address that begins with <c>?</c>.</param>
sealed record AddressRequest(string? Search);

/// <param name="Id">32 hexadecimal digits.</param>
sealed record AddressResponse(string Id, string Search);
