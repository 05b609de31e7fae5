using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Reads named attributes of named runs and of the heads of named experiments.</summary>
public sealed class RunAttributes(
    CatalogRuns registry, RunReads runs, AttributeReads attributes, LatestHistograms histograms, RunStates states)
{
    const int ValuesMax = 200_000;

    /// <returns>Those of the names that there are.</returns>
    /// <param name="names">Identifiers of runs, or the ids that their users gave them.</param>
    public async Task<IReadOnlyDictionary<string, Run>> RunsAsync(
        Project project, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        string[] each = [.. names.Distinct()];
        var found = await registry.FindAsync(project.Number, each, cancellationToken);
        var byName = each.Zip(found).Where(pair => pair.Second is not null)
            .ToDictionary(pair => pair.First, pair => pair.Second!); // just seen
        string[] others = [.. each.Where(name => !byName.ContainsKey(name))];
        var custom = await registry.FindAsync(
            project.Number, [.. others.Select(name => "CUSTOM/" + name)], cancellationToken);
        foreach (var (name, run) in others.Zip(custom))
        {
            if (run is not null) byName[name] = run;
        }

        return byName;
    }

    public async Task<IReadOnlyDictionary<string, Run>> HeadsAsync(
        Project project, IReadOnlyCollection<string> experiments, CancellationToken cancellationToken)
    {
        var heads = await runs.HeadsAsync(project.Number, experiments, cancellationToken);
        var known = await registry.GetAsync([.. heads.Values.Distinct()], cancellationToken);
        return heads.Where(head => known.ContainsKey(head.Value))
            .ToDictionary(head => head.Key, head => known[head.Value]);
    }

    /// <exception cref="BadQueryException">It is more than one answer may hold.</exception>
    public async Task<ILookup<ulong, StoredAttribute>> ValuesAsync(
        Project project, IEnumerable<Run> of, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        ulong[] numbers = [.. of.Select(run => run.Number).Distinct()];
        if ((long)numbers.Length * paths.Count > ValuesMax)
            throw new BadQueryException($"Ask for at most {ValuesMax} values at once: fewer runs, or fewer attributes.");

        var wanted = paths.ToHashSet();
        var values = await attributes.ReadAsync(
            [project.Number], numbers, [.. wanted.Union(RunStates.PathsFor(wanted))], cancellationToken);
        values = await histograms.FillAsync(values, cancellationToken);
        var shown = values.GroupBy(value => value.Run).SelectMany(run => run.Where(value => wanted.Contains(value.Path))
            .Concat(wanted.Contains(RunStates.Path) ? states.Of([.. run]) : []));
        return shown.ToLookup(value => value.Run);
    }
}
