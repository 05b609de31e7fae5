using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>
/// API tokens: base64 of a JSON object with the server's address, which the clients read, and a random key, of which
/// only the SHA-256 is kept here. Because a token is looked up by the hash of 256 random bits, the time of a lookup
/// reveals nothing.
/// </summary>
sealed class ApiTokens(CatalogTokens tokens, AuthOptions options, TimeProvider time)
{
    const int KeyBytes = 32;
    const int TokenCharactersMax = 8192;

    /// <summary>Makes a token.</summary>
    /// <param name="baseUrl">The server's address without a slash at its end: what the token's user will call.</param>
    /// <returns>Its id, and its text, which is not kept anywhere.</returns>
    public async Task<(Guid Id, string Text)> CreateAsync(
        string username, string baseUrl, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var id = Guid.NewGuid();
        await tokens.AddAsync(new NewToken(id, Hash(key), username, time.GetUtcNow()), cancellationToken);
        return (id, Format(key, baseUrl));
    }

    /// <returns>Whose token it is; <c>null</c> if there is no such token.</returns>
    public async Task<Caller?> VerifyAsync(string text, CancellationToken cancellationToken) =>
        Key(text) is { } key && await tokens.FindAsync(Hash(key), cancellationToken) is { } owner
            ? new Caller(owner.Username, owner.Id)
            : null;

    /// <summary>
    /// The token made at the first start, kept in its file. Its text names the server's present address; the key stays,
    /// so that clients keep working with what they have.
    /// </summary>
    /// <returns>The token, and whether it was made now.</returns>
    public async Task<(string Text, bool IsNew)> BootstrapAsync(string baseUrl, CancellationToken cancellationToken)
    {
        var stored = File.Exists(options.TokenFile)
            ? (await File.ReadAllTextAsync(options.TokenFile, cancellationToken)).Trim()
            : "";
        var known = await VerifyAsync(stored, cancellationToken) is null ? null : Key(stored);
        var text = known is null
            ? (await CreateAsync(options.DefaultUser, baseUrl, cancellationToken)).Text
            : Format(known, baseUrl);
        if (text != stored) await KeepAsync(text, cancellationToken);
        return (text, known is null);
    }

    /// <summary>Writes the file whole, and for its owner's eyes only from the beginning.</summary>
    async Task KeepAsync(string text, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(options.TokenFile);
        if (Path.GetDirectoryName(path) is { } folder) Directory.CreateDirectory(folder);
        var written = path + ".new";
        File.Delete(written);
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(written, open))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(written, path, overwrite: true);
    }

    static string Format(string key, string baseUrl) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string> { ["api_address"] = baseUrl, ["api_url"] = baseUrl, ["api_key"] = key }));

    static string? Key(string text)
    {
        if (text.Length is 0 or > TokenCharactersMax) return null;

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var count)) return null;

        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, count));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("api_key", out var key) && key.ValueKind == JsonValueKind.String
                ? key.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
