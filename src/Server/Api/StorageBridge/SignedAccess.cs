using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>Says whether an address in Google's or Amazon's form lets its holder at a file.</summary>
sealed class SignedAccess(ICatalog catalog, UrlSigner signer)
{
    /// <param name="vendor">In the names of query parameters: <c>Goog</c> or <c>Amz</c>.</param>
    /// <param name="file">The file's path as the address has it.</param>
    /// <param name="use">What the caller is about to do.</param>
    /// <param name="upload">Names the upload; empty for other uses.</param>
    /// <returns>The file, or the answer that refuses it.</returns>
    public async Task<(BlobName? Name, IResult Refused)> AuthorizeAsync(
        HttpContext context, string vendor, Guid project, string file, string use, string upload = "")
    {
        if (FileGrant.ParsePath(file) is not { } path
            || context.Request.Query["use"] != use
            || !await signer.VerifyAsync(
                vendor, new FileGrant(use, project, path, upload), context.Request.Query, context.RequestAborted))
            return (null, ApiError.BadRequest(
                "The address has expired, or is not one that this server signed. Ask for a new one.", "EXPIRED_TOKEN"));

        return await catalog.FindProjectAsync(project.ToString(), context.RequestAborted) is { } found
            ? (new BlobName(found.Number, path), Results.Empty)
            : (null, ApiError.NotFound("The project of this file has been deleted."));
    }
}
