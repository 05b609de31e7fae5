using System.Buffers.Text;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>What the holder of a signed address may do with one file.</summary>
/// <param name="Use"><c>read</c>, <c>write</c> or, for one upload, <c>upload</c>.</param>
/// <param name="Project">UUID of the project.</param>
/// <param name="Path">The client's path of the file.</param>
/// <param name="Upload">Names the upload; empty for other uses.</param>
sealed record FileGrant(string Use, Guid Project, string Path, string Upload = "")
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The credential of the caller who asked for the address. The address expires with it.</summary>
    public Credential Holder { get; init; }

    public const string Read = "read";
    public const string Write = "write";
    public const string Resume = "upload";

    /// <summary>The path as one segment of a URL, whatever it contains.</summary>
    public string PathSegment => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Path));

    /// <returns>A sentence on what is wrong with a path; <c>null</c> if it is valid.</returns>
    public static string? ProblemOf(string path) =>
        Encoding.UTF8.GetByteCount(path) > Limits.FileRefBytesMax || path.Any(char.IsControl)
            ? $"The path of a file has {Limits.FileRefBytesMax} bytes at most, and no control characters such as line breaks."
            : null;

    /// <returns><c>null</c> if that is no such segment.</returns>
    public static string? ParsePath(string segment)
    {
        var bytes = new byte[segment.Length];
        if (!Base64Url.IsValid(segment) || !Base64Url.TryDecodeFromChars(segment, bytes, out var count)) return null;

        try
        {
            var path = Strict.GetString(bytes, 0, count);
            return ProblemOf(path) is null ? path : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
