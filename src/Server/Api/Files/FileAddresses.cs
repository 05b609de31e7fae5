using NeptuneAlt.Server.Api.Auth;


namespace NeptuneAlt.Server.Api.Files;

/// <summary>Signed addresses of files, in each protocol.</summary>
sealed class FileAddresses(UrlSigner signer, StorageOptions options, PublicAddress address)
{
    /// <summary>Addresses for the generic endpoint that clients ask.</summary>
    /// <param name="size">Size of the file to upload, in bytes, if the client sent it.</param>
    public async Task<SignedFile> GenericAsync(FileGrant grant, string project, long? size, HttpContext context) =>
        options.Protocol == FileProtocol.Google
            ? new SignedFile(grant.Path, project, "gcp", await GoogleAsync(grant, context))
            : new SignedFile(grant.Path, project, "aws", await AmazonAsync(grant, options.UrlLifetime, context))
            {
                Multipart = grant.Use == FileGrant.Write && size > options.PartBytes
                    ? await PartsAsync(grant, size.Value, context)
                    : null,
            };

    /// <summary>For the older clients, which speak no other protocol.</summary>
    public async Task<SignedFile> AzureAsync(FileGrant grant, string project, HttpContext context) => new(
        grant.Path, project, "azure",
        address.Base(context.Request) + AzureEndpoints.PathOf(grant)
        + await signer.SignAzureAsync(grant, options.UrlLifetime, context.RequestAborted));

    async Task<string> GoogleAsync(FileGrant grant, HttpContext context) =>
        address.Base(context.Request) + GoogleEndpoints.PathOf(grant)
        + await signer.SignAsync(GoogleEndpoints.Vendor, grant, options.UrlLifetime, context.RequestAborted);

    async Task<string> AmazonAsync(FileGrant grant, TimeSpan lifetime, HttpContext context) =>
        address.Base(context.Request) + AmazonEndpoints.PathOf(grant)
        + await signer.SignAsync(AmazonEndpoints.Vendor, grant, lifetime, context.RequestAborted);

    async Task<MultipartUpload> PartsAsync(FileGrant grant, long size, HttpContext context)
    {
        var partBytes = Math.Max(options.PartBytes, (size + AmazonEndpoints.PartsMax - 1) / AmazonEndpoints.PartsMax);
        var upload = Guid.NewGuid().ToString("N");
        var urls = new string[(int)((size + partBytes - 1) / partBytes)];
        for (var i = 0; i < urls.Length; i++)
        {
            var part = grant with { Use = FileGrant.Resume, Upload = AmazonEndpoints.PartOf(upload, i + 1) };
            urls[i] = await AmazonAsync(part, options.UploadLifetime, context);
        }

        return new MultipartUpload(upload, partBytes, urls);
    }
}
