using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <param name="NextPage">Token of the next page; <c>null</c> on the last.</param>
public sealed record DefinitionsPage(IReadOnlyList<AttributeDefinition> Definitions, string? NextPage);

/// <param name="NextPage">Token of the next page; <c>null</c> on the last.</param>
public sealed record ValuesPage(IReadOnlyList<RunValues> Runs, string? NextPage);

/// <summary>Attributes of one run, by path.</summary>
public sealed record RunValues(Run Run, IReadOnlyList<StoredAttribute> Attributes);

/// <summary>Pages through definitions and values of attributes.</summary>
public sealed class AttributeBrowser(ICatalog catalog, AttributeReads attributes, HistogramLasts histograms)
{
    /// <param name="runs"><c>null</c>: all of the projects.</param>
    /// <exception cref="BadQueryException">A regular expression or the token is wrong.</exception>
    public async Task<DefinitionsPage> DefinitionsAsync(
        IReadOnlyCollection<Project> projects, IReadOnlyCollection<Run>? runs, AttributeSelection selection,
        int limit, string? token, CancellationToken cancellationToken)
    {
        var definitions = await attributes.DefinitionsAsync(
            [.. projects.Select(project => project.Number)], Numbers(runs), selection,
            string.IsNullOrEmpty(token) ? null : PageToken.Definition(token), limit, cancellationToken);
        return new DefinitionsPage(definitions, definitions.Count < limit ? null : PageToken.Of(definitions[^1]));
    }

    /// <param name="runs"><c>null</c>: all of the project.</param>
    /// <param name="limit">Most values on the page; a run may go on on the next.</param>
    /// <exception cref="BadQueryException">A regular expression or the token is wrong.</exception>
    public async Task<ValuesPage> ValuesAsync(
        Project project, IReadOnlyCollection<Run>? runs, AttributeSelection selection, int limit, string? token,
        CancellationToken cancellationToken)
    {
        var values = await attributes.PageAsync(
            project.Number, Numbers(runs), selection, string.IsNullOrEmpty(token) ? null : PageToken.RunAndPath(token),
            limit, cancellationToken);
        values = await histograms.FillAsync(values, cancellationToken);

        var known = runs?.DistinctBy(run => run.Number).ToDictionary(run => run.Number)
            ?? await catalog.GetRunsAsync([.. values.Select(value => value.Run).Distinct()], cancellationToken);
        var entries = values.GroupBy(value => value.Run).Where(group => known.ContainsKey(group.Key))
            .Select(group => new RunValues(known[group.Key], [.. group]));
        return new ValuesPage(
            [.. entries], values.Length < limit ? null : PageToken.Of(values[^1].Run, values[^1].Path));
    }

    static IReadOnlyCollection<ulong>? Numbers(IReadOnlyCollection<Run>? runs) =>
        runs is null ? null : [.. runs.Select(run => run.Number).Distinct()];
}
