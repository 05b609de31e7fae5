using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using Run = NeptuneAlt.Model.Run;

namespace NeptuneAlt.Server.Api.Series;

/// <param name="Runs">By their own ids or <c>sys/id</c>.</param>
/// <param name="Query">In place of <paramref name="Runs"/>: NQL. With neither, all runs of the project.</param>
/// <param name="ExperimentsOnly">Only the newest run of each experiment.</param>
/// <param name="Attributes">By name.</param>
/// <param name="AttributeNameRegex">In place of <paramref name="Attributes"/>: RE2, may match anywhere. With neither, all float
/// series.</param>
/// <param name="Lineage"><c>NONE</c>: what a run logged itself; <c>FULL</c>: inherited points, too.</param>
/// <param name="Steps"><c>numbers</c>, or <c>micros</c>: whole millionths, which are exact at any size.</param>
sealed record ArrowRequest(
    IReadOnlyList<string>? Runs, string? Query, bool? ExperimentsOnly, IReadOnlyList<string>? Attributes, string? AttributeNameRegex,
    string? Lineage, string? LineageEntityType, StepRangeRequest? StepRange, string? Steps);

/// <summary>Finds the runs and the series that a bulk read names.</summary>
readonly record struct ArrowQueries(
    RunIdentifiers Identifiers, CatalogRuns Registry, RunTable Table, AttributeBrowser Browser)
{
    const int RunsMax = 100_000;
    const int AttributesMax = 1_000_000;

    /// <summary>Each run is looked up with each attribute.</summary>
    const long PairsMax = 100_000_000;

    const int DefinitionsPage = 100_000;

    /// <exception cref="BadRequestException">The request makes no sense.</exception>
    /// <exception cref="Query.ProjectInaccessibleException">There is no such project.</exception>
    public async Task<(Project Project, PointQuery Query)> ReadAsync(
        string? projectIdentifier, ArrowRequest body, CancellationToken cancellationToken)
    {
        if (body is { Runs: not null, Query: not null }) throw new BadRequestException("Name runs or give a query, not both.");
        if (body is { Attributes: not null, AttributeNameRegex: not null })
            throw new BadRequestException("Name attributes or give attributeNameRegex, not both.");

        var scope = SeriesRequestParser.ScopeOf(body.Lineage, body.LineageEntityType);
        var window = new StepWindow(body.StepRange?.From, body.StepRange?.To);
        var project = await Identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var runs = body.Runs is { } names
            ? await NamedAsync(project, names, cancellationToken)
            : await FoundAsync(project, body, cancellationToken);
        var isAll = body is { Runs: null, Query: null, ExperimentsOnly: not true };
        var paths = await PathsAsync(project, isAll ? null : runs, body, cancellationToken);
        return (long)runs.Count * paths.Count > PairsMax
            ? throw new BadRequestException(
                $"{runs.Count} runs and {paths.Count} attributes are more than one answer holds. Ask for fewer runs at a time.")
            : (project, new PointQuery(runs, paths, scope, window));
    }

    async Task<IReadOnlyList<Run>> NamedAsync(
        Project project, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count > RunsMax) throw new BadRequestException($"Name at most {RunsMax} runs.");

        // A run's own id may look like another's sys/id.
        var runs = new List<Run>(names.Count);
        var own = await Registry.FindAsync(project.Number, [.. names.Select(name => "CUSTOM/" + name)], cancellationToken);
        var others = await Identifiers.RunsAsync(names, [project], cancellationToken);
        for (var place = 0; place < names.Count; place++)
            runs.Add((own[place] ?? others[place]) is { } run && run.Project == project.Number
                ? run
                : throw new BadRequestException($"There is no run '{names[place]}' in project '{project.QualifiedName}'."));
        return [.. runs.DistinctBy(run => run.Number).OrderBy(run => run.Number)];
    }

    async Task<IReadOnlyList<Run>> FoundAsync(Project project, ArrowRequest body, CancellationToken cancellationToken)
    {
        var page = await Table.SearchAsync(
            new RunTableRequest(
                [project], Parser.Parse(body.Query), body.ExperimentsOnly ?? false, RunOrder.Newest, RunsMax, 0, []),
            cancellationToken);
        if (page.Total > RunsMax)
            throw new BadRequestException($"{page.Total} runs match; one answer holds {RunsMax}. Ask for fewer with a query.");

        var numbers = new List<ulong>();
        await foreach (var entry in page.Entries.WithCancellation(cancellationToken)) numbers.Add(entry.Run);
        return [.. (await Registry.GetAsync(numbers, cancellationToken)).Values.OrderBy(run => run.Number)];
    }

    /// <param name="runs"><c>null</c>: all of the project.</param>
    async Task<IReadOnlyList<string>> PathsAsync(
        Project project, IReadOnlyCollection<Run>? runs, ArrowRequest body, CancellationToken cancellationToken)
    {
        if (runs is { Count: 0 }) return [];

        var names = body.AttributeNameRegex is { } regex ? new NameFilter([new NameFilter.Alternative([regex], [])]) : null;
        var selection = new AttributeSelection(names, body.Attributes, [AttributeType.FloatSeries]);
        var paths = new List<string>();
        string? token = null;
        do
        {
            var page = await Browser.DefinitionsAsync([project], runs, selection, DefinitionsPage, token, cancellationToken);
            paths.AddRange(page.Definitions.Select(definition => definition.Path));
            if (paths.Count > AttributesMax)
                throw new BadRequestException($"One answer holds {AttributesMax} attributes. Ask for fewer with attributeNameRegex.");
            token = page.NextPage;
        }
        while (token is not null);

        return paths;
    }
}
