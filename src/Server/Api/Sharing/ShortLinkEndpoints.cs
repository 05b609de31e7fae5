using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// Short links to views of the app, for people who are signed in: the whole address, whatever its length, under an id that follows
/// from it.
/// </summary>
static class ShortLinkEndpoints
{
    /// <summary>72 bits.</summary>
    const int IdBytes = 9;
    const int IdCharacters = 12;

    /// <summary>A link that is opened often is noted once a day.</summary>
    static readonly TimeSpan s_noted = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1/shortLinks").WithTags("sharing");
        group.MapPost("", KeepAsync)
            .Describe("createShortLink", "Keeps an address of the app under a short id; the same address has the same id.")
            .Gives<ShortLinkResponse>();
        group.MapGet("/{shortId}", GetAsync)
            .Describe("getShortLink", "The address of the app that has this short id.").Gives<ShortLinkResponse>();
    }

    static async Task<IResult> KeepAsync(
        ShortLinkRequest body, string projectIdentifier, HttpContext context, RunIdentifiers identifiers, CatalogShortLinks links,
        PublicAddress publicAddress, TimeProvider time)
    {
        // Of two slashes or a backslash browsers make another server.
        if (body.Address is not ['/', ..] address || address.StartsWith("//", StringComparison.Ordinal) || address.Contains('\\')
            || address.Any(char.IsControl))
            throw new BadRequestException("address is an address of this app from its first / on, such as /workspace/project/runs?query=…");
        if (Encoding.UTF8.GetByteCount(address) > Limits.ShortLinkBytesMax)
            throw new BadRequestException(
                $"An address has at most {Limits.ShortLinkBytesMax >> 10} KiB. Choose fewer runs, or save a view.");

        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var id = IdOf(project.Number, address);
        await links.KeepAsync(project.Number, id, address, time.GetUtcNow(), Limits.ShortLinksMax, context.RequestAborted);
        return Results.Json(new ShortLinkResponse(id, address, $"{publicAddress.Base(context.Request)}/s/{id}"));
    }

    static async Task<IResult> GetAsync(
        string shortId, HttpContext context, CatalogShortLinks links, PublicAddress publicAddress, TimeProvider time)
    {
        var found = shortId.Length == IdCharacters ? await links.FindAsync(shortId, context.RequestAborted) : null;
        if (found is null)
            return ApiError.NotFound(
                "This short link is not known here, or not kept any more. Ask whoever sent it to you to copy the link anew.");

        var now = time.GetUtcNow();
        if (now - found.Used > s_noted) await links.UseAsync(shortId, now, context.RequestAborted);
        return Results.Json(new ShortLinkResponse(shortId, found.Address, $"{publicAddress.Base(context.Request)}/s/{shortId}"));
    }

    static string IdOf(uint project, string address)
    {
        var bytes = new byte[sizeof(uint) + Encoding.UTF8.GetByteCount(address)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, project);
        Encoding.UTF8.GetBytes(address, bytes.AsSpan(sizeof(uint)));
        return Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, IdBytes));
    }
}

/// <param name="Address">Of the app: from its first <c>/</c> on, with all that stands behind <c>?</c> and <c>#</c>.</param>
sealed record ShortLinkRequest(string? Address);

/// <param name="Link">What to send around.</param>
sealed record ShortLinkResponse(string Id, string Address, string Link);
