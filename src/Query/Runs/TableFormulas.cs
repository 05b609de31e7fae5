using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Formulas of the runs table, each of which is one number a run.</summary>
/// <param name="Columns">Their values come with each row.</param>
/// <param name="Orders">Those that runs are ordered by; the table's order has <see cref="OrderBy"/> in their place.</param>
/// <param name="Filter">Only runs for which it is neither 0 nor NaN; <c>null</c>: all.</param>
public sealed record TableFormulas(
    IReadOnlyList<string> Columns, IReadOnlyList<string> Orders, string? Filter, FormulaSetting Setting)
{
    public IEnumerable<string> Texts => [.. Columns, .. Orders, .. Filter is null ? (string[])[] : [Filter]];

    /// <summary>Stands for one of <see cref="Orders"/> in an order of runs.</summary>
    public static FilterAttribute OrderBy(int place) => Attribute($"order/{place}");

    /// <summary>Stands for <see cref="Filter"/> in a filter of runs: 1 where it holds, otherwise 0.</summary>
    internal static FilterAttribute FilterBy { get; } = Attribute("filter");

    /// <summary>No attribute that clients log has such a long path.</summary>
    static FilterAttribute Attribute(string name) => new(
        name.PadRight(Limits.AttributePathBytesMax + 1), AttributeType.Float, SeriesAggregate.Unstated);
}

/// <summary>A search whose order and filter by formulas are computed.</summary>
/// <param name="Known">Values of formulas that were computed for all runs that match, by run.</param>
sealed record FormulaSearch(
    RunSearch Search, TableFormulas? Asked, IReadOnlyDictionary<string, IReadOnlyDictionary<ulong, ValueResponse>> Known);
