using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// Signs what an address grants, and until when: the values and not the text of the address, because clients take
/// query strings apart and put them together again.
/// </summary>
sealed class UrlSigner(CatalogSecrets secrets, TimeProvider time)
{
    /// <summary>Names what the address ends with.</summary>
    public const string HolderParameter = "holder";

    /// <summary>The same in Azure's form, whose SDK passes on no other name than Azure's own: that of a stored policy, by which
    /// addresses are revoked there, too.</summary>
    public const string AzureHolderParameter = "si";

    const string Azure = "Azure";
    const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    byte[]? _secret;

    /// <summary>Query parameters in Google's form, which is Amazon's but for the names.</summary>
    /// <param name="vendor"><c>Goog</c> or <c>Amz</c>.</param>
    public async Task<QueryString> SignAsync(
        string vendor, FileGrant grant, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var date = time.GetUtcNow().ToString(DateFormat, CultureInfo.InvariantCulture);
        var expires = ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var query = QueryString.Empty
            .Add($"X-{vendor}-Algorithm", "NEPTUNEALT-HMAC-SHA256")
            .Add($"X-{vendor}-Date", date)
            .Add($"X-{vendor}-Expires", expires)
            .Add("use", grant.Use);
        if (grant.Upload.Length > 0) query = query.Add("upload", grant.Upload);
        return query
            .Add(HolderParameter, grant.Holder.ToString())
            .Add($"X-{vendor}-Signature", await SignAsync(vendor, grant, date, expires, cancellationToken));
    }

    /// <returns>Whether the query's signature is ours and still holds for this grant.</returns>
    public async Task<bool> VerifyAsync(
        string vendor, FileGrant grant, IQueryCollection query, CancellationToken cancellationToken)
    {
        var date = query[$"X-{vendor}-Date"].ToString();
        var expires = query[$"X-{vendor}-Expires"].ToString();
        return await IsSignedAsync(
                vendor, grant, date, expires, query[$"X-{vendor}-Signature"].ToString(), cancellationToken)
            && DateTimeOffset.TryParseExact(
                date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            && long.TryParse(expires, CultureInfo.InvariantCulture, out var seconds)
            && time.GetUtcNow() < start.AddSeconds(seconds);
    }

    /// <summary>Query parameters in Azure's form; only those that its SDK passes on.</summary>
    public async Task<QueryString> SignAzureAsync(
        FileGrant grant, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var expiry = (time.GetUtcNow() + lifetime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return QueryString.Empty
            .Add("sv", "2022-11-02")
            .Add("sr", "b")
            .Add("sp", grant.Use == FileGrant.Read ? "r" : "rcw")
            .Add("se", expiry)
            .Add(AzureHolderParameter, grant.Holder.ToString())
            .Add("sig", await SignAsync(Azure, grant, "", expiry, cancellationToken));
    }

    public async Task<AzureSignature> VerifyAzureAsync(
        FileGrant grant, IQueryCollection query, CancellationToken cancellationToken)
    {
        var expiry = query["se"].ToString();
        if (!DateTimeOffset.TryParse(
                expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
            return AzureSignature.Wrong;
        if (expires <= time.GetUtcNow()) return AzureSignature.Expired;

        return await IsSignedAsync(Azure, grant, "", expiry, query["sig"].ToString(), cancellationToken)
            ? AzureSignature.Valid
            : AzureSignature.Wrong;
    }

    async Task<bool> IsSignedAsync(
        string form, FileGrant grant, string date, string expires, string signature, CancellationToken cancellationToken)
    {
        var ours = await SignAsync(form, grant, date, expires, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(ours));
    }

    async Task<string> SignAsync(
        string form, FileGrant grant, string date, string expires, CancellationToken cancellationToken)
    {
        _secret ??= await secrets.FindOrMakeAsync("file-url-signing", cancellationToken);
        return Base64Url.EncodeToString(HMACSHA256.HashData(_secret, SignedFields.Of(form, grant, date, expires)));
    }
}

enum AzureSignature
{
    Valid,
    Expired,
    Wrong,
}
