using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.LoadTests.Oracle;

/// <summary>
/// What the server must have of one client of a run: the points of the acknowledged requests, judged one after the other by
/// Neptune's rules. Kept as the stretches that were acknowledged; the points follow from the script.
/// </summary>
/// <remarks>For that client, which sends a request only after the one before it was acknowledged.</remarks>
sealed class RunOracle(RunScript script)
{
    readonly List<Stretch> _acknowledged = [];
    readonly long[] _lastSteps = script.Workload.IsDirty ? new long[script.Workload.Series] : [];

    /// <summary>The highest step of each series that an earlier request had: what lies behind it is sent again.</summary>
    readonly long[] _sentSteps = script.Workload.IsDirty ? new long[script.Workload.Series] : [];

    /// <summary>What was refused when it came first, and so repeats nothing when it comes again.</summary>
    readonly HashSet<(int Series, long Step)> _refused = [];

    public RunScript Script => script;

    /// <summary>The last request, if it never was acknowledged: its points may be there or not.</summary>
    public Stretch? Uncertain { get; set; }

    /// <summary>Points that the server must have.</summary>
    public long Points { get; private set; }

    /// <summary>Takes in a request that was acknowledged: the first, or sent again although it was.</summary>
    /// <returns>What the server must say of it.</returns>
    public Verdicts Acknowledge(Stretch stretch)
    {
        Uncertain = null;
        if (_acknowledged.Count == 0 || _acknowledged[^1] != stretch) _acknowledged.Add(stretch);
        if (!script.Workload.IsDirty)
        {
            var points = script.PointsOf(stretch);
            Points += points;
            return new Verdicts(points, new Dictionary<IngestCode, long>());
        }

        return Judge(stretch);
    }

    /// <summary>A series' points in a request, in the order sent.</summary>
    public static IEnumerable<(long Step, double Value)> Offers(RunScript script, Stretch stretch, int series)
    {
        if (script.Workload.IsDirty) return DirtyOffers(script, stretch, series);
        return script.StepsOf(stretch, series).Select(step => (step, script.Values.Of(script.Key, series, step)));
    }

    /// <summary>The points of a series that the server must have, steps increasing; then those it may have.</summary>
    public IEnumerable<(long Step, double Value, bool IsCertain)> Expected(int series)
    {
        long last = 0;
        foreach (var stretch in _acknowledged)
        {
            foreach (var (step, value) in Offers(script, stretch, series))
            {
                if (step <= last) continue;
                last = step;
                yield return (step, value, true);
            }
        }

        if (Uncertain is not { } uncertain) yield break;
        foreach (var (step, value) in Offers(script, uncertain, series))
        {
            if (step <= last) continue;
            last = step;
            yield return (step, value, false);
        }
    }

    static IEnumerable<(long Step, double Value)> DirtyOffers(RunScript script, Stretch stretch, int series)
    {
        var (values, key) = (script.Values, script.Key);
        foreach (var step in script.StepsOf(stretch, series))
            if (!DirtySnapshots.IsLate(values, key, series, step)) yield return (step, values.Of(key, series, step));
        foreach (var step in script.StepsOf(stretch, series))
            if (DirtySnapshots.IsLate(values, key, series, step)) yield return (step, values.Of(key, series, step));
    }

    Verdicts Judge(Stretch stretch)
    {
        long accepted = 0;
        var rejected = new SortedDictionary<IngestCode, long>();
        void Reject(IngestCode code, long count) => rejected[code] = rejected.GetValueOrDefault(code) + count;

        for (var series = 0; series < _lastSteps.Length; series++)
        {
            var sent = _sentSteps[series];
            foreach (var (step, _) in Offers(script, stretch, series))
            {
                ref var last = ref _lastSteps[series];
                if (step > last) (last, accepted) = (step, accepted + 1);
                // A step has but one value in a script, so the same step is the same point.
                else if (step <= sent && !_refused.Contains((series, step))) Reject(IngestCode.SeriesPointDuplicate, 1);
                else
                {
                    _refused.Add((series, step));
                    Reject(IngestCode.SeriesStepNonIncreasing, 1);
                }

                _sentSteps[series] = Math.Max(_sentSteps[series], step);
            }

            foreach (var step in script.StepsOf(stretch, series))
                if (DirtySnapshots.IsConflicting(script.Values, script.Key, series, step))
                    Reject(IngestCode.FieldTypeConflicting, 1);
        }

        Reject(IngestCode.FieldPathEmpty, stretch.Pieces);
        Points += accepted;
        return new Verdicts(accepted, rejected);
    }
}

/// <summary>What becomes of the values of one request.</summary>
sealed record Verdicts(long Accepted, IReadOnlyDictionary<IngestCode, long> Rejected);
