using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>What formulas of one request refer to, once it has been looked up.</summary>
sealed class FormulaWorld
{
    /// <summary>The chart's reference run.</summary>
    public Run? Baseline { get; init; }

    /// <summary>The runs of the chart, each once.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>By the id that <c>run("…")</c> names.</summary>
    public Dictionary<string, Run?> Named { get; } = [];

    /// <summary>Runs that others were forked from, by number.</summary>
    public Dictionary<ulong, Run> Parents { get; } = [];

    public Dictionary<(ulong Run, string Path), FormulaSource> Series { get; } = [];

    /// <summary>Values of attributes that are no series.</summary>
    public Dictionary<(ulong Run, string Path), StoredAttribute> Values { get; } = [];

    /// <summary>What is known of series without reading their points.</summary>
    public Dictionary<(ulong Run, string Path), StoredAttribute> Summaries { get; } = [];

    public Dictionary<(ulong Run, string Pattern), IReadOnlyList<string>> Families { get; } = [];

    public Run? ParentOf(Run run) => run.Fork?.Parent is { } parent ? Parents.GetValueOrDefault(parent) : null;

    /// <summary>From where a run's relative time counts, in milliseconds since 1970.</summary>
    public long OriginOf(Run run) => Origins.TryGetValue(run.Number, out var origin) ? origin : run.CreationTime.ToUnixTimeMilliseconds();

    public Dictionary<ulong, long> Origins { get; } = [];
}
