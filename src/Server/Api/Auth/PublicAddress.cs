namespace NeptuneAlt.Server.Api.Auth;

/// <summary>The addresses of this server that clients are given.</summary>
sealed class PublicAddress(AuthOptions options)
{
    /// <summary>Path of the issuer; the query client appends the token endpoint's path to the issuer.</summary>
    public const string IssuerPath = "/auth/realms/neptune";

    /// <summary>Base address without a slash at its end.</summary>
    public string Base(HttpRequest request) =>
        options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";

    /// <summary>Whether browsers reach the server by https.</summary>
    public bool IsSecure(HttpRequest request) => Base(request).StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public string Issuer(HttpRequest request) => Base(request) + IssuerPath;
}
