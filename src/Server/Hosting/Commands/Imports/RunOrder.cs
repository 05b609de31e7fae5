namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>
/// In which order runs of a project are made: parents before their forks, then the oldest first; the head of an experiment
/// behind its other runs, because the newest run heads it.
/// </summary>
static class RunOrder
{
    public static List<ExportedRun> Of(IReadOnlyList<ExportedRun> runs)
    {
        var newest = runs.Where(run => run.Experiment is not null).GroupBy(run => run.Experiment!)
            .ToDictionary(some => some.Key, some => some.Max(Time), StringComparer.Ordinal);
        var byId = runs.ToLookup(run => run.RunId, StringComparer.Ordinal);
        var ordered = new List<ExportedRun>(runs.Count);
        var seen = new HashSet<ExportedRun>(ReferenceEqualityComparer.Instance);
        var line = new Stack<ExportedRun>();
        foreach (var run in runs.OrderBy(Place).ThenBy(run => run.IsHead).ThenBy(run => run.RunId, StringComparer.Ordinal))
        {
            // A line of ancestors may be longer than the stack of a thread; runs that are each other's parents are cut somewhere.
            for (var at = run; at is not null && seen.Add(at); at = at.Parent is null ? null : byId[at.Parent].FirstOrDefault())
                line.Push(at);
            while (line.TryPop(out var next)) ordered.Add(next);
        }

        return ordered;

        DateTimeOffset Place(ExportedRun run) => run is { IsHead: true, Experiment: { } name } ? newest[name] : Time(run);
    }

    static DateTimeOffset Time(ExportedRun run) => run.Created ?? DateTimeOffset.MaxValue;
}
