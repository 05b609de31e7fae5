using Microsoft.AspNetCore.StaticFiles;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Content types that browsers may get: media, and text as plain text, but nothing that a browser would
/// run.</summary>
static class ContentTypes
{
    const string Bytes = "application/octet-stream";
    const string Text = "text/plain; charset=utf-8";

    static readonly FileExtensionContentTypeProvider Known = new();

    static readonly HashSet<string> TextExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt", ".log", ".csv", ".tsv", ".json", ".jsonl", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".md", ".py",
        ".ipynb", ".sh", ".diff", ".patch",
    };

    public static string Of(string path)
    {
        if (TextExtensions.Contains(Path.GetExtension(path))) return Text;
        if (!Known.TryGetContentType(path, out var type)) return Bytes;

        var isMedia = type.StartsWith("image/", StringComparison.Ordinal)
            || type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("video/", StringComparison.Ordinal);
        return isMedia && !type.Contains("svg", StringComparison.Ordinal) ? type : Bytes;
    }
}
