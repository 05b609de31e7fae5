using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>
/// The end of a page as an opaque text that clients send back: the key of its last row, so that rows that come or go
/// elsewhere do not shift the next page.
/// </summary>
static class PageToken
{
    public static string Of(ulong run, string path) =>
        Encode(run.ToString(CultureInfo.InvariantCulture), path);

    public static string Of(AttributeDefinition definition) =>
        Encode(((byte)definition.Type).ToString(CultureInfo.InvariantCulture), definition.Path);

    /// <exception cref="BadQueryException">The text is no token.</exception>
    public static (ulong Run, string Path) RunAndPath(string token) => Decode(token) is var (number, path)
        && ulong.TryParse(number, CultureInfo.InvariantCulture, out var run) ? (run, path) : throw Fault();

    /// <exception cref="BadQueryException">The text is no token.</exception>
    public static AttributeDefinition Definition(string token) => Decode(token) is var (number, path)
        && byte.TryParse(number, CultureInfo.InvariantCulture, out var type)
            ? new AttributeDefinition(path, (AttributeType)type)
            : throw Fault();

    /// <summary>The place after a step of a series.</summary>
    /// <param name="sent">How many points the pages so far have held.</param>
    public static string Of(long step, long sent) => Encode(
        step.ToString(CultureInfo.InvariantCulture), sent.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="BadQueryException">The text is no token.</exception>
    public static (long Step, long Sent) StepAndSent(string token) => Decode(token) is var (first, second)
        && long.TryParse(first, CultureInfo.InvariantCulture, out var step)
        && long.TryParse(second, CultureInfo.InvariantCulture, out var sent)
            ? (step, sent)
            : throw Fault();

    static string Encode(string number, string text) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{number} {text}"));

    static (string Number, string Text)? Decode(string token)
    {
        if (!Base64Url.IsValid(token)) return null;

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? null : (text[..space], text[(space + 1)..]);
    }

    static BadQueryException Fault() => new("The page token is not one of this server's. Start from the first page.");
}
