using System.Buffers.Text;
using System.Text;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>What the holder of a signed address may do with one file.</summary>
/// <param name="Use"><c>read</c>, <c>write</c> or, for one upload, <c>upload</c>.</param>
/// <param name="Project">UUID of the project.</param>
/// <param name="Path">The client's path of the file.</param>
/// <param name="Upload">Names the upload; empty for other uses.</param>
sealed record FileGrant(string Use, Guid Project, string Path, string Upload = "")
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Resume = "upload";

    /// <summary>The path as one segment of a URL, whatever it contains.</summary>
    public string PathSegment => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Path));

    /// <returns><c>null</c> if that is no such segment.</returns>
    public static string? ParsePath(string segment)
    {
        var bytes = new byte[segment.Length];
        return Base64Url.IsValid(segment) && Base64Url.TryDecodeFromChars(segment, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : null;
    }
}
