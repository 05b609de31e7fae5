using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>A group's id, opaque to clients: the values that its runs share, so that it names the same group in every
/// later answer.</summary>
static class GroupToken
{
    public static string Of(IReadOnlyList<RunGroupPart> parts) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(parts.Select(part => part.Value).ToArray()));

    /// <exception cref="BadQueryException">The text is no id of a group by these attributes.</exception>
    public static IReadOnlyList<RunGroupPart> Parts(string token, IReadOnlyList<FilterAttribute> groupBy)
    {
        var values = Values(token);
        return values is { Length: > 0 } && values.Length <= groupBy.Count
            ? [.. values.Zip(groupBy, (value, attribute) => new RunGroupPart(attribute, value))]
            : throw new BadQueryException(
                "An opened group is none of this grouping. Start again without opened groups.");
    }

    static string?[]? Values(string token)
    {
        if (!Base64Url.IsValid(token)) return null;

        try
        {
            return JsonSerializer.Deserialize<string?[]>(
                Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
