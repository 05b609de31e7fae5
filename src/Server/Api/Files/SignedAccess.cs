using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Says whether an address in Google's or Amazon's form lets its holder at a file.</summary>
sealed class SignedAccess(CatalogProjects projects, UrlSigner signer, LiveCredentials live)
{
    /// <summary>The signed part of an address in one of these two forms; <c>null</c> if the address is not
    /// ours.</summary>
    public static Credential? HolderOf(HttpRequest request) =>
        Credential.Parse(request.Query[UrlSigner.HolderParameter].ToString());

    /// <param name="vendor">In the names of query parameters: <c>Goog</c> or <c>Amz</c>.</param>
    /// <param name="file">The file's path as the address has it.</param>
    /// <param name="use">What the caller is about to do.</param>
    /// <param name="upload">Names the upload; empty for other uses.</param>
    /// <returns>The file, or the answer that refuses it.</returns>
    public async Task<(BlobName? Name, IResult Refused)> AuthorizeAsync(
        HttpContext context, string vendor, Guid project, string file, string use, string upload = "")
    {
        if (FileGrant.ParsePath(file) is not { } path
            || HolderOf(context.Request) is not { } holder
            || context.Request.Query["use"] != use
            || !await signer.VerifyAsync(
                vendor, new FileGrant(use, project, path, upload) { Holder = holder }, context.Request.Query,
                context.RequestAborted)
            || !await live.ContainsAsync(holder, context.RequestAborted))
            return (null, ApiError.BadRequest(
                "The address has expired, has ended with the API token or session that it was given to, or is not one that this "
                + "server signed. Ask for a new one.",
                "EXPIRED_TOKEN"));

        live.EndWith(holder, context);
        return await projects.FindAsync(project.ToString(), context.RequestAborted) is { } found
            ? (new BlobName(found.Number, path), Results.Empty)
            : (null, ApiError.NotFound("The project of this file has been deleted."));
    }
}
