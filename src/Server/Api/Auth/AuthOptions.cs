namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Who may call, and the address under which the server is known.</summary>
sealed record AuthOptions
{
    /// <summary>Address that clients reach the server at, such as <c>https://neptune.example.org</c>; if not set, the
    /// one that each request was sent to.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Accept any API token, from this machine only.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Let browsers on this machine in without a token, while the server listens on loopback only.</summary>
    public bool LocalSessions { get; init; } = true;

    /// <summary>The user that the first token and local sessions belong to.</summary>
    public string DefaultUser { get; init; } = "admin";

    /// <summary>File that keeps the first API token in full, readable by its owner only.</summary>
    public string TokenFile { get; init; } = "data/api-token";

    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromDays(1);
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(30);
}
