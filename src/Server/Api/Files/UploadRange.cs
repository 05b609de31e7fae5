using System.Globalization;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Which bytes of a file a request of a resumable upload brings.</summary>
/// <param name="First">Offset of the first byte; <c>null</c> if it brings none and only asks how far the upload is.
/// </param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Total">Size of the whole file, in bytes; <c>null</c> if not known yet.</param>
sealed partial record UploadRange(long? First, long Length, long? Total)
{
    /// <param name="header">Content-Range; without one, the request brings the whole file.</param>
    /// <returns><c>null</c> if the header and the request's length do not fit together.</returns>
    public static UploadRange? Parse(string header, long contentLength)
    {
        if (header.Length == 0) return new UploadRange(0, contentLength, contentLength);

        var match = ContentRange.Match(header);
        if (!match.Success || !Number("total", out var total)) return null;
        if (!match.Groups["first"].Success)
            return contentLength == 0 ? new UploadRange(null, 0, total) : null;

        return Number("first", out var first) && Number("last", out var last)
            && contentLength == last - first + 1 && (total is null || last < total)
            ? new UploadRange(first, contentLength, total)
            : null;

        bool Number(string group, out long? number)
        {
            number = null;
            if (match.Groups[group].Value == "*") return true;
            var fits = long.TryParse(
                match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
            number = value;
            return fits;
        }
    }

    [GeneratedRegex(@"^bytes (?:(?<first>\d+)-(?<last>\d+)|\*)/(?<total>\d+|\*)$", RegexOptions.CultureInvariant)]
    static partial Regex ContentRange { get; }
}
