using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>What an <see cref="AttributesBody"/> asks for.</summary>
static class AttributesBodyReading
{
    const int LimitDefault = 10_000;
    const int LimitMax = 100_000;

    public static int Limit(this AttributesBody body) =>
        (int)Math.Clamp(body.NextPage?.Limit ?? LimitDefault, 1, LimitMax);

    public static AttributeSelection Selection(this AttributesBody body) => new(
        NamesOf(body), body.AttributeNamesFilter, body.AttributeFilter is { Count: > 0 } types
            ? [.. types.Select(type => AttributeTypes.Parse(type?.AttributeType ?? "")).Distinct()]
            : null);

    /// <summary>No alternatives at all match nothing, where a missing list of them matches everything.</summary>
    static NameFilter? NamesOf(AttributesBody body)
    {
        IReadOnlyList<string> ofAll = body.AttributeNameRegex is { Length: > 0 } regex ? [regex] : [];
        var filter = body.AttributeNameFilter;
        NameFilter.Alternative outer = new(
            [.. ofAll, .. filter?.MustMatchRegexes ?? []], [.. filter?.MustNotMatchRegexes ?? []]);
        if (filter?.MustMatchAny is { } alternatives)
        {
            return new NameFilter([.. alternatives.Select(one => new NameFilter.Alternative(
                [.. outer.MustMatch, .. one?.MustMatchRegexes ?? []],
                [.. outer.MustNotMatch, .. one?.MustNotMatchRegexes ?? []]))]);
        }

        return outer.MustMatch.Count + outer.MustNotMatch.Count > 0 ? new NameFilter([outer]) : null;
    }
}
