namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Whether anybody may be shown a board by a link, and on whose pages.</summary>
sealed record SharingOptions
{
    /// <summary>People may make public links, and those that there are open.</summary>
    public bool HasPublicLinks { get; init; }

    /// <summary>Origins whose pages may show a public link in a frame, such as <c>https://wiki.example.org</c>.</summary>
    public IReadOnlyList<string> EmbedOrigins { get; init; } = [];
}
