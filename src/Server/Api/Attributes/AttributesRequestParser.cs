using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>What an <see cref="AttributesBody"/> asks for.</summary>
static class AttributesRequestParser
{
    const int LimitDefault = 10_000;
    const int LimitMax = 100_000;

    /// <exception cref="BadRequestException">It is none.</exception>
    public static int Limit(this AttributesBody body) => body.NextPage?.Limit.Number("limit") is < 1
        ? throw new BadRequestException("The limit of a page is 1 or more.")
        : (int)Math.Min(body.NextPage?.Limit ?? LimitDefault, LimitMax);

    /// <exception cref="BadRequestException">A type or the filter of names is wrong.</exception>
    public static AttributeSelection Selection(this AttributesBody body) => new(
        NamesOf(body), body.AttributeNamesFilter, body.AttributeFilter is { Count: > 0 } types
            ? [.. types.Select(type => FieldParser.TypeOf(type?.AttributeType)).Distinct()]
            : null);

    /// <summary>No alternatives at all match nothing, where a missing list of them matches everything.</summary>
    static NameFilter? NamesOf(AttributesBody body)
    {
        if (body.AttributeNameFilter is not { } filter)
            return body.AttributeNameRegex is { Length: > 0 } regex
                ? new NameFilter([new NameFilter.Alternative([regex], [])])
                : null;

        var outer = AlternativeOf(filter);
        var isPlain = outer.MustMatch.Count + outer.MustNotMatch.Count > 0;
        if (filter.MustMatchAny is not { } alternatives) return isPlain ? new NameFilter([outer]) : null;
        if (isPlain)
            throw new BadRequestException("Use either mustMatchAny, or mustMatchRegexes and mustNotMatchRegexes.");
        if (alternatives.Any(one => one?.MustMatchAny is { Count: > 0 }))
            throw new BadRequestException("mustMatchAny goes one level deep: write (a OR (b OR c)) as (a OR b OR c).");

        return new NameFilter([.. alternatives.Select(one => AlternativeOf(one))]);
    }

    static NameFilter.Alternative AlternativeOf(NameFilterBody? one) =>
        new([.. one?.MustMatchRegexes ?? []], [.. one?.MustNotMatchRegexes ?? []]);
}
