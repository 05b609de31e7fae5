using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Functions of a whole run that its summaries know of a bare metric: no point is read for them.</summary>
static class SummaryFunctions
{
    /// <summary>The path of such a call's metric; <c>null</c>: it is none.</summary>
    public static string? PathOf(FormulaLinks links, FormulaSyntax.Call call)
    {
        if (call.Function.Name is not ("run_min" or "run_max" or "run_mean" or "run_std" or "run_var" or "last" or "steps")) return null;

        var metric = call.Arguments[0].Value;
        while (links.Target(metric) is { } target) metric = target;
        return metric is FormulaSyntax.Reference reference ? reference.Path : null;
    }

    /// <returns><c>null</c> if it is not known, or there is no committed point.</returns>
    public static double? Of(string function, FormulaWorld world, Run run, string path)
    {
        if (!world.Summaries.TryGetValue((run.Number, path), out var summary) || summary.Points == 0) return null;
        if (function == "last") return summary.FloatValue;
        if (function == "steps") return summary.LastStep.ToDouble();
        if (summary.Figures is not { } figures) return double.NaN;

        return function switch
        {
            "run_min" => figures.Min,
            "run_max" => figures.Max,
            "run_mean" => figures.Average,
            "run_var" => figures.Variance,
            _ => Math.Sqrt(figures.Variance),
        };
    }
}
