namespace NeptuneAlt.Blobs;

/// <summary>
/// Names of uploads: letters and digits. The name says whether an upload is resumed by its client after it broke off: what is not
/// can be cleaned away at once.
/// </summary>
static class UploadId
{
    const char Whole = 'w';

    public static string New(bool isResumable) => (isResumable ? "" : Whole) + Guid.NewGuid().ToString("N");

    /// <returns><c>null</c> if that cannot be one of ours.</returns>
    public static string? Parse(string text)
    {
        var isWhole = text.StartsWith(Whole);
        return Guid.TryParseExact(isWhole ? text[1..] : text, "N", out var id)
            ? (isWhole ? Whole + id.ToString("N") : id.ToString("N"))
            : null;
    }

    public static bool IsResumable(string upload) => !upload.StartsWith(Whole);
}
