using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Reads what runs are ordered by.</summary>
static class SearchOrder
{
    const int SortsMax = 10;

    /// <exception cref="BadRequestException">The sorting is invalid.</exception>
    public static RunOrder Of(SortingRequest? sorting)
    {
        var (orders, formulas) = (new List<RunOrder>(), 0);
        foreach (var one in Each(sorting))
        {
            var attribute = one.Formula is { Length: > 0 }
                ? TableFormulas.OrderBy(formulas++)
                : one.SortBy!.Attribute(one.AggregationMode); // One of the two is there.
            orders.Add(new RunOrder(attribute, !one.Dir.Is("ascending", "descending", "dir")));
        }

        if (orders.Count > SortsMax) throw new BadRequestException($"Sort by at most {SortsMax} attributes or formulas.");

        return orders.Count == 0
            ? RunOrder.Newest
            : orders.Reverse<RunOrder>().Aggregate((then, order) => order with { ThenBy = then });
    }

    /// <summary>The formulas that runs are ordered by, in their order.</summary>
    public static IEnumerable<string> FormulasOf(SortingRequest? sorting) =>
        Each(sorting).Select(one => one.Formula).OfType<string>().Where(formula => formula.Length > 0);

    /// <summary>What orders first comes first.</summary>
    static IEnumerable<SortingRequest> Each(SortingRequest? sorting)
    {
        for (; sorting is { Formula.Length: > 0 } or { SortBy.Name.Length: > 0 }; sorting = sorting.ThenBy)
            yield return sorting is { Formula.Length: > 0, SortBy: not null }
                ? throw new BadRequestException("Sort by an attribute or by a formula: sortBy and formula do not go together.")
                : sorting;
    }
}
