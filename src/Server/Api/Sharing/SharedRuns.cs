using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Finds the runs of a section, and the names that its widgets read of them.</summary>
sealed class SharedRuns(
    CatalogProjects projects, CatalogRuns registry, CatalogStyles styles, RunTable table, AttributeFamilies families)
{
    /// <summary>Names that patterns of one section find; those behind are not shown.</summary>
    const int NamesMax = 5000;

    static readonly string[] s_paths =
        [SystemPaths.Id, SystemPaths.CustomRunId, SystemPaths.Name, SystemPaths.ModificationTime];

    public async Task<SharedSet> ResolveAsync(Project own, SharedSection section, CancellationToken cancellationToken)
    {
        var project = section.Project is { } other && other != own.Id
            ? await projects.FindAsync(other.ToString(), cancellationToken)
            : own;
        if (project is null || section.Runs is not { } asked || asked.These is { Count: 0 })
            return new SharedSet(section, project, [], new Dictionary<string, Run>(), new HashSet<string>(), null);

        var found = await SearchAsync(project, asked, cancellationToken);
        var shown = found.Select(one => one.Shown).ToList();
        var baseline = asked.Baseline is { } id
            ? (await SearchAsync(project, new LinkRuns([id]), cancellationToken)).FirstOrDefault().Run
            : null;
        Run[] runs = [.. found.Select(one => one.Run), .. baseline is null ? [] : (Run[])[baseline]];
        var names = await NamesAsync(project, runs, section.Needs, cancellationToken);
        return new SharedSet(
            section, project, [.. asked.Sorted(shown).Select(run => section.Looks.Of(run, project.Id, asked.IsExperiment(run)))],
            runs.DistinctBy(run => run.SysId).ToDictionary(run => run.SysId), names, baseline);
    }

    async Task<(Run Run, SharedRun Shown)[]> SearchAsync(Project project, LinkRuns asked, CancellationToken cancellationToken)
    {
        RunTablePage page;
        try
        {
            var isHeadsOnly = asked.These is null && asked.ExperimentsOnly == true;
            page = await table.SearchAsync(
                new RunTableRequest([project], asked.FilterOf(), isHeadsOnly, asked.Order, asked.Limit, 0, s_paths), cancellationToken);
        }
        catch (Exception wrong) when (wrong is NqlException or BadQueryException)
        {
            return []; // As in the app, a section whose query is wrong shows no runs.
        }

        var entries = new List<RunEntry>();
        await foreach (var entry in page.Entries.WithCancellation(cancellationToken)) entries.Add(entry);

        var runs = await registry.GetAsync([.. entries.Select(entry => entry.Run)], cancellationToken);
        var colors = (await styles.ListAsync(project.Number, cancellationToken))
            .Where(style => style.Name == SystemPaths.Id).ToDictionary(style => style.Value, style => style.Color);
        return
        [
            .. entries.Where(entry => runs.ContainsKey(entry.Run)).Select(entry =>
            {
                var run = runs[entry.Run];
                var text = (string path) => entry.Attributes.FirstOrDefault(one => one.Path == path)?.StringValue;
                var changed = entry.Attributes.FirstOrDefault(one => one.Path == SystemPaths.ModificationTime)?.IntValue ?? 0;
                var shown = new SharedRun(
                    run.SysId, text(SystemPaths.CustomRunId) ?? run.SysId, text(SystemPaths.Name), "",
                    colors.GetValueOrDefault(run.SysId), changed);
                return (run, shown with { Label = asked.LabelOf(shown) });
            }),
        ];
    }

    async Task<IReadOnlySet<string>> NamesAsync(
        Project project, IReadOnlyList<Run> runs, WidgetNeeds needs, CancellationToken cancellationToken)
    {
        var names = needs.Names.Concat(SharedSet.Always).ToHashSet();
        ulong[] numbers = [.. runs.Select(run => run.Number).Distinct()];
        foreach (var ofTypes in needs.Matched.GroupBy(matched => string.Join(',', matched.Types ?? [])))
        {
            NameFilter? filter = ofTypes.Any(matched => matched.Names is null)
                ? null
                : new NameFilter([.. ofTypes.SelectMany(matched => matched.Names!.Alternatives)]);
            try
            {
                var found = await families.MatchAsync(
                    project.Number, numbers, new AttributeSection(new AttributeSelection(filter, Types: ofTypes.First().Types), null),
                    NamesMax, cancellationToken);
                names.UnionWith(found.Select(match => match.Attribute.Path));
            }
            catch (BadQueryException)
            {
                // A regular expression that is wrong finds nothing.
            }
        }

        return names;
    }
}
