using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Reads which attributes an <see cref="AttributesRequest"/> asks for.</summary>
static class AttributesRequestParser
{
    const int LimitDefault = 10_000;
    const int LimitMax = 100_000;

    /// <exception cref="BadRequestException">The request is invalid.</exception>
    public static int Limit(this AttributesRequest body) => body.NextPage?.Limit.Number("limit") is < 1
        ? throw new BadRequestException("The limit of a page is 1 or more.")
        : (int)Math.Min(body.NextPage?.Limit ?? LimitDefault, LimitMax);

    /// <exception cref="BadRequestException">A type or the filter of names is wrong.</exception>
    public static AttributeSelection Selection(this AttributesRequest body) => new(
        NamesOf(body), body.AttributeNamesFilter, body.AttributeFilter is { Count: > 0 } types
            ? [.. types.Select(type => FieldParser.TypeOf(type?.AttributeType)).Distinct()]
            : null);

    /// <summary>An empty list of alternatives matches nothing; a missing list matches everything.</summary>
    static NameFilter? NamesOf(AttributesRequest body)
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

    static NameFilter.Alternative AlternativeOf(NameFilterRequest? one) =>
        new([.. one?.MustMatchRegexes ?? []], [.. one?.MustNotMatchRegexes ?? []]);
}
