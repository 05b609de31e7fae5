using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// Makes and finds links by which anybody may look at one board. The key in their address is 256 random bits, of which only the
/// SHA-256 is kept: as for API tokens, the time of a lookup by it reveals nothing.
/// </summary>
sealed class PublicLinks(CatalogPublicLinks links, SharingOptions options, TimeProvider time)
{
    const int KeyBytes = 32;
    const int KeyCharacters = 43;

    readonly WrongKeys _wrongKeys = new(time);

    public async Task<(PublicLink Link, string Key)?> CreateAsync(
        uint project, NewPublicLink link, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        return await links.AddAsync(project, link with { KeyHash = Hash(key) }, cancellationToken) is { } made ? (made, key) : null;
    }

    /// <summary>The link of a key; <c>null</c> if there is none, it has expired, or the server shows none.</summary>
    /// <param name="from">Who asks: too many wrong keys in a row are not looked up.</param>
    /// <exception cref="BusyException">There were too many.</exception>
    public async Task<PublicLink?> FindAsync(string key, string from, CancellationToken cancellationToken)
    {
        if (!options.HasPublicLinks || key.Length != KeyCharacters || !Base64Url.IsValid(key)) return null;

        var hash = Hash(key);
        _wrongKeys.Check(from, hash);
        var link = await links.FindAsync(hash, cancellationToken);
        if (link is null) _wrongKeys.Add(from);
        else _wrongKeys.IsRight(hash);
        return link?.Expires is { } expires && expires <= time.GetUtcNow() ? null : link;
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));
}
