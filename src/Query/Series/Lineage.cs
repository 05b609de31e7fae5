using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Series;

/// <summary>How much of its ancestors' history a run shows as its own.</summary>
public enum LineageScope
{
    /// <summary>Only what the run itself logged.</summary>
    Run,

    /// <summary>Also what ancestors of the same experiment logged, up to the first of another.</summary>
    Experiment,

    /// <summary>All, from the root.</summary>
    Full,
}

/// <summary>Cuts the history of a run into stretches of its ancestors' histories.</summary>
public static class Lineage
{
    static readonly Step Before = new(-1);
    static readonly Step End = new(long.MaxValue);

    /// <param name="ancestry">The run first, the root last.</param>
    /// <returns>Root first; the stretches follow each other without overlap.</returns>
    public static IReadOnlyList<LineageSegment> Segments(IReadOnlyList<Run> ancestry, LineageScope scope)
    {
        var segments = new List<LineageSegment>();
        var to = End;
        for (var i = 0; i < ancestry.Count; i++)
        {
            if (i > 0 && !Includes(scope, ancestry[0], ancestry[i])) break;

            var after = i + 1 < ancestry.Count && ancestry[i].Fork is { } fork ? fork.Step : Before;
            if (after < to) segments.Add(new LineageSegment(ancestry[i].Number, after, to));
            if (after < to) to = after;
        }

        segments.Reverse();
        return segments;
    }

    static bool Includes(LineageScope scope, Run run, Run ancestor) => scope switch
    {
        LineageScope.Full => true,
        LineageScope.Experiment => run.Experiment is not null && ancestor.Experiment == run.Experiment,
        _ => false,
    };
}
