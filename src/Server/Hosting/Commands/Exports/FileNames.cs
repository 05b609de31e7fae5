using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Names of an export's files and folders, as neptune-exporter makes them of ids.</summary>
static class FileNames
{
    /// <summary>File systems take 255, of which the digest and the endings need some.</summary>
    const int BytesMax = 180;

    const string Unknown = ".bin";
    static readonly FileExtensionContentTypeProvider s_types = new();

    /// <summary>The id with all but letters, digits, <c>_</c> and <c>-</c> made <c>_</c>, and a digest: no two ids share a name.
    /// </summary>
    public static string Of(string id)
    {
        var name = new StringBuilder();
        var bytes = 0;
        foreach (var rune in id.EnumerateRunes())
        {
            var kept = IsPlain(rune) ? rune : new Rune('_');
            bytes += kept.Utf8SequenceLength;
            if (bytes > BytesMax) break;
            name.Append(kept.ToString());
        }

        return name.Append('-').Append(Blake2b.Hex(Encoding.UTF8.GetBytes(id))).ToString();
    }

    /// <summary>Where the file of an attribute goes, below the project's folder: <c>/</c> in the attribute's name make folders.</summary>
    /// <param name="step">Of a point, in micro-steps.</param>
    /// <param name="path">Where the server has the file.</param>
    public static string OfFile(string runId, string attribute, long? step, string path, string mime)
    {
        var parts = attribute.Split('/').Select(part => part.Length is > 0 and <= BytesMax && part.All(IsSafe) ? part : Of(part)).ToList();
        if (step is { } micros)
            parts.Add(string.Create(
                CultureInfo.InvariantCulture, $"step_{micros / Step.MicrosPerStep}_{micros % Step.MicrosPerStep:000000}"));
        return $"{Of(runId)}/{string.Join('/', parts)}{EndingOf(path, mime)}";
    }

    /// <summary>The ending that tells the kind of the content to whoever reads the export.</summary>
    static string EndingOf(string path, string mime)
    {
        var own = Path.GetExtension(path).ToLowerInvariant();
        if (own.Length is < 2 or > 16 || !own.AsSpan(1).ToString().All(IsSafe)) own = "";
        if (own.Length > 0 && (s_types.Mappings.TryGetValue(own, out var type) ? type : "application/octet-stream") == mime) return own;

        // Of the many endings of some kinds the one that people know.
        var usual = mime switch
        {
            "text/plain" => ".txt",
            "image/jpeg" => ".jpg",
            "application/octet-stream" => Unknown,
            _ => $".{mime[(mime.IndexOf('/', StringComparison.Ordinal) + 1)..]}",
        };
        if (s_types.Mappings.TryGetValue(usual, out var known) && known == mime) return usual;

        return s_types.Mappings.Where(pair => pair.Value == mime).Select(pair => pair.Key).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? (own.Length > 0 ? own : Unknown);
    }

    static bool IsPlain(Rune rune) => rune.Value is '_' or '-'
        || Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    static bool IsSafe(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
