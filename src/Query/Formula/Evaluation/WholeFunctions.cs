using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Functions of all points of a line, which give one number. Previews do not count.</summary>
static class WholeFunctions
{
    /// <param name="columns">The arguments that are series, on one axis.</param>
    /// <param name="number">The scalar argument, of functions that have one.</param>
    /// <returns><c>null</c> if there is no such point.</returns>
    public static double? Of(string function, IReadOnlyList<Column> columns, double number)
    {
        Column[] committed = [.. columns.Select(column => column.Committed())];
        var (x, y) = (committed[0], committed[^1]);
        if (x.Count == 0) return null;

        return function switch
        {
            "first" => x.Values[0],
            "last" => x.Values[^1],
            "steps" => new Step(x.Axis.Steps[^1]).ToDouble(),
            "at" => At(x, number),
            "first_where" => Array.FindIndex(x.Values, ElementwiseMath.Holds) is >= 0 and var row ? y.Values[row] : null,
            "run_argmin" => Best(x, y, -1),
            "run_argmax" => Best(x, y, 1),
            "run_count" => x.Values.Count(double.IsFinite),
            _ => Statistics.Of(function["run_".Length..], [.. x.Values.Where(double.IsFinite)], number),
        };
    }

    static double? At(Column x, double step)
    {
        if (double.IsNaN(step)) return null;

        var count = SeriesPoints.CountUpTo(x.Axis.Steps, Step.LastAt(step).Micros);
        return count == 0 ? null : x.Values[count - 1];
    }

    /// <summary>The first of the best points.</summary>
    static double? Best(Column x, Column y, int sign)
    {
        var best = -1;
        for (var i = 0; i < x.Count; i++)
            if (double.IsFinite(x.Values[i]) && (best < 0 || sign * x.Values[i] > sign * x.Values[best])) best = i;
        return best < 0 ? null : y.Values[best];
    }
}
