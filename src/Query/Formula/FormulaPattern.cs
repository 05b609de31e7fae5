using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>Which names a family has: regular expressions with <c> &amp; </c>, <c> | </c> and <c>!</c>, as in every filter by
/// name.</summary>
static class FormulaPattern
{
    public static NameFilter Names(string pattern) => new([.. pattern.Split(" | ").Select(alternative =>
    {
        var terms = alternative.Split(" & ").ToLookup(term => term.StartsWith('!'));
        return new NameFilter.Alternative([.. terms[false]], [.. terms[true].Select(term => term[1..])]);
    })]);
}
