using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>A file as the value of an attribute, or a point of a series, that a shared board shows.</summary>
/// <param name="Set">The place of the section.</param>
/// <param name="Run">Its <c>sys/id</c>.</param>
sealed record SharedFile(int Set, string Run, string Attribute, string Path);

/// <summary>
/// What a link shows of files are sealed names: only a name that the server has told by this very link leads to a file, and only while
/// the board still shows the attribute of the run.
/// </summary>
sealed class SharedFiles(CatalogSecrets secrets)
{
    const int TextCharactersMax = 8000;

    byte[]? _secret;

    public async Task<string> SealAsync(PublicLink link, SharedFile file, CancellationToken cancellationToken)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(file, JsonSerializerOptions.Web));
        return $"{payload}.{Base64Url.EncodeToString(await SignAsync(link, payload, cancellationToken))}";
    }

    /// <returns><c>null</c> if this link was never told such a file.</returns>
    public async Task<SharedFile?> OpenAsync(PublicLink link, string text, CancellationToken cancellationToken)
    {
        if (text.Length > TextCharactersMax || text.Split('.') is not [var payload, var signature]
            || !Base64Url.IsValid(payload) || !Base64Url.IsValid(signature)) return null;

        var ours = await SignAsync(link, payload, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), ours)
            ? JsonSerializer.Deserialize<SharedFile>(Base64Url.DecodeFromChars(payload), JsonSerializerOptions.Web)
            : null;
    }

    async Task<byte[]> SignAsync(PublicLink link, string payload, CancellationToken cancellationToken)
    {
        _secret ??= await secrets.FindOrMakeAsync("shared-files", cancellationToken);
        return HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{link.Id:N}.{payload}"));
    }
}
