using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Says whether an address in Azure's form lets its holder at a file, and refuses as Azure does.</summary>
sealed class AzureAccess(CatalogProjects projects, UrlSigner signer, LiveCredentials live)
{
    /// <returns>The file, or the answer that refuses it.</returns>
    public async Task<(BlobName? Name, IResult Refused)> AuthorizeAsync(
        HttpContext context, Guid project, string file, string use)
    {
        var query = context.Request.Query;
        if (FileGrant.ParsePath(file) is not { } path
            || Credential.Parse(query[UrlSigner.AzureHolderParameter].ToString()) is not { } holder)
            return (null, AzureError.WrongSignature.ToResult(context));

        var grant = new FileGrant(use, project, path) { Holder = holder };
        var signature = await signer.VerifyAzureAsync(grant, query, context.RequestAborted);
        if (signature == AzureSignature.Expired) return (null, AzureError.Expired.ToResult(context));
        if (signature != AzureSignature.Valid) return (null, AzureError.WrongSignature.ToResult(context));
        if (!await live.ContainsAsync(holder, context.RequestAborted)) return (null, AzureError.Revoked.ToResult(context));

        live.EndWith(holder, context);
        return await projects.FindAsync(project.ToString(), context.RequestAborted) is { } found
            ? (new BlobName(found.Number, path), Results.Empty)
            : (null, AzureError.BlobNotFound.ToResult(context));
    }
}
