namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>The page of a public link: <c>/share/KEY</c>. Its address is a secret.</summary>
static class SharedPage
{
    public static bool Is(PathString path) => path.Value!.Split('/') is [_, "share", { Length: > 0 }];

    /// <summary>Which pages may show this one in a frame. All but that of a public link with <c>?embed</c>: none.</summary>
    public static string FrameAncestors(HttpRequest request, SharingOptions options) =>
        Is(request.Path) && request.Query.ContainsKey("embed") && options is { HasPublicLinks: true, EmbedOrigins: { Count: > 0 } origins }
            ? string.Join(' ', origins)
            : "'none'";
}
