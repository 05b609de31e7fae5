using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>A formula of one run, ready to be computed.</summary>
/// <param name="Y">A series; or a scalar, if it is to be drawn as a level.</param>
/// <param name="X">Of a custom axis.</param>
/// <param name="OriginMillis">From where relative time counts, in milliseconds since 1970.</param>
sealed record FormulaPlan(Node Y, Node? X, long OriginMillis)
{
    IReadOnlyCollection<Node>? _nodes;

    public IEnumerable<FormulaSource> Sources => Nodes.SelectMany(node => node switch
    {
        Source source => [source.Of],
        Members members => members.Sources,
        _ => (IReadOnlyList<FormulaSource>)[],
    });

    /// <summary>Whether a point's time matters to its value.</summary>
    public bool NeedsTimes => Nodes.Any(node => node is OfPoint { Word: not "step" } or Held { Limit.IsTime: true } or Computed { Window.IsTime: true });

    /// <summary>Each once.</summary>
    public IReadOnlyCollection<Node> Nodes => _nodes ??= Below(X is null ? [Y] : [Y, X]);

    static HashSet<Node> Below(IEnumerable<Node> tops)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Node>(tops);
        while (open.TryPop(out var node))
        {
            if (!found.Add(node)) continue;

            IEnumerable<Node> inner = node switch
            {
                Map map => map.Arguments,
                Held held => [held.Inner],
                Computed computed => computed.Arguments,
                OverRuns runs => [runs.Own, .. runs.Each],
                _ => [],
            };
            foreach (var one in inner) open.Push(one);
        }

        return found;
    }

    /// <summary>About how many points of sources a window of steps leaves.</summary>
    public static long PointsOf(IEnumerable<FormulaSource> sources, StepWindow window) =>
        sources.Sum(source => PointsOf(source.Series, window, -1));

    /// <param name="after">Only points behind this step, in micro-steps.</param>
    public static long PointsOf(ResolvedSeries series, StepWindow window, long after)
    {
        if ((window is { From: null, To: null } && after < 0) || series.Slices.Count == 0) return series.Points;

        var end = Math.Max(1, series.Slices.Max(slice => Math.Min(slice.To, slice.End)));
        var left = series.Slices.Select(window.Clip)
            .Sum(slice => Math.Max(0.0, Math.Min(Math.Min(slice.To, slice.End), end) - Math.Max(slice.After, Math.Max(after, 0))));
        return (long)(series.Points * Math.Clamp(left / end, 0, 1));
    }

    /// <exception cref="FormulaException">That is more than one line, or one request, may read.</exception>
    public static void CheckCost(IReadOnlyList<FormulaPlan> plans, StepWindow window)
    {
        var all = PointsOf(plans.SelectMany(plan => plan.Sources).Distinct(), window);
        if (all > Limits.FormulaPointsMax) throw TooMuch(plans[0].Y, "They read", all, Limits.FormulaPointsMax);

        // What is computed a range of steps at a time never has all its points in memory.
        foreach (var plan in plans.Where(plan => !StepSlices.IsLocal(plan)))
            if (PointsOf(plan.Sources.Distinct(), window) is > Limits.FormulaLinePointsMax and var points)
                throw TooMuch(plan.Y, "One line reads", points, Limits.FormulaLinePointsMax);
    }

    static FormulaException TooMuch(Node node, string who, long points, long most) => new(node.Span, FormulaCodes.Cost,
        FormattableString.Invariant($"{who} about {points:N0} points; {most:N0} is the most. Choose fewer runs, a range of steps, or a family with fewer members."));
}
