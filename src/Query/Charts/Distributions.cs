using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Values of a formula to be drawn as histograms: at a step one, or of a family one a member.</summary>
/// <param name="Place">Of the line in its chart.</param>
readonly record struct DistributionRequest(int Place, Run Run, string Formula, LineageScope Scope);

/// <summary>All finite values of a line, by step. Steps may repeat.</summary>
/// <param name="Times">Milliseconds since 1970, of each value.</param>
/// <param name="Why">There is none, and why.</param>
sealed record Distribution(int Place, ChartAxis Axis, long[] Steps, long[] Times, double[] Values, FormulaDiagnostic? Why)
{
    /// <summary>The ends of x, as far as they have a place on the axis.</summary>
    public IEnumerable<double> Ends => Steps.Length == 0 ? [] : [Axis.At(Steps[0], Times[0]), Axis.At(Steps[^1], Times[^1])];

    /// <summary>A histogram for each step within the grid. They share their arrays: each is valid until the next.</summary>
    /// <param name="slice">What they give as their slice.</param>
    public IEnumerable<HistogramAt> Histograms(int slice, double[] edges, BucketGrid grid)
    {
        var counts = new double[edges.Length - 1];
        for (var at = 0; at < Steps.Length;)
        {
            var (step, x) = (Steps[at], Axis.At(Steps[at], Times[at]));
            Array.Clear(counts);
            for (; at < Steps.Length && Steps[at] == step; at++) counts[BinOf(edges, Values[at])]++;
            if (x >= grid.From && x <= grid.To) yield return new HistogramAt(slice, x, false, edges, counts);
        }
    }

    /// <summary>A value on an edge belongs to the bin above, the greatest to the last bin.</summary>
    static int BinOf(double[] edges, double value)
    {
        var place = Array.BinarySearch(edges, value);
        return Math.Clamp(place >= 0 ? place : ~place - 1, 0, edges.Length - 2);
    }
}

/// <summary>Computes what formulas are at each step, for pictures of how their values are spread.</summary>
public sealed class Distributions(FormulaLines formulas)
{
    /// <summary>Values of one picture, which are in memory together: about 24 bytes each.</summary>
    const long ValuesMax = 3_000_000;

    static readonly FormulaDiagnostic s_empty = new(default, FormulaCodes.NoPoints, "The formula has no finite value in this run.");

    /// <exception cref="FormulaException">A formula is wrong, is one number a run, or reads too much.</exception>
    internal async Task<IReadOnlyList<Distribution>> ReadAsync(
        IReadOnlyList<DistributionRequest> requests, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        if (requests.Count == 0) return [];

        var trees = requests.Select(request => request.Formula).Distinct().ToDictionary(text => text, FormulaParser.Parse);
        FormulaLine[] lines =
        [
            .. requests.Select(one => new FormulaLine(one.Run, trees[one.Formula], null, one.Scope, false) { TakesFamily = true }),
        ];
        var bound = await formulas.BindAsync(lines, setting, view.Steps, cancellationToken);
        if (bound.Points > ValuesMax)
            throw new FormulaException(default, FormulaCodes.Cost, FormattableString.Invariant(
                $"They read about {bound.Points:N0} points, and {ValuesMax:N0} is the most. Choose fewer runs or a range of steps."));

        var found = new List<Distribution>();
        await foreach (var (line, columns, why) in formulas.ColumnsAsync(bound, cancellationToken))
        {
            var rows = columns.SelectMany(Finite).OrderBy(row => row.Step).ToArray();
            found.Add(new Distribution(
                requests[line].Place, new ChartAxis(view.Axis, view.IsLogarithmic, bound.OriginOf(line)),
                [.. rows.Select(row => row.Step)], [.. rows.Select(row => row.Time)], [.. rows.Select(row => row.Value)],
                rows.Length > 0 ? null : why ?? s_empty));
        }

        return found;
    }

    static IEnumerable<(long Step, long Time, double Value)> Finite(Column column)
    {
        var times = column.Axis.Times!; // They were asked for.
        for (var row = 0; row < column.Count; row++)
            if (double.IsFinite(column.Values[row])) yield return (column.Axis.Steps[row], times[row], column.Values[row]);
    }
}
