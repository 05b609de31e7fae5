namespace NeptuneAlt.Server.Hosting;

/// <summary>Reads <c>--embed-origins</c>. What is read goes into a header, so it is written anew.</summary>
static class EmbedOrigins
{
    /// <exception cref="StartException">One is no origin.</exception>
    public static IReadOnlyList<string> Read(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One).Distinct()];

    static string One(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown
            ? uri.IsDefaultPort ? $"{uri.Scheme}://{Host(uri)}" : $"{uri.Scheme}://{Host(uri)}:{uri.Port}"
            : throw new StartException(
                $"--embed-origins has origins such as https://wiki.example.org, without a path and without *, and not '{text}'.");

    static string Host(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
}
