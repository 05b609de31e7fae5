using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <param name="NextPage">Token of the next page; <c>null</c> on the last.</param>
public sealed record DefinitionsPage(IReadOnlyList<AttributeDefinition> Definitions, string? NextPage);

/// <param name="Definitions">Those of the preferred runs first.</param>
/// <param name="Preferred">How many these are.</param>
public sealed record PrioritizedDefinitions(IReadOnlyList<AttributeDefinition> Definitions, int Preferred, bool HasMore);

/// <param name="NextPage">Token of the next page; <c>null</c> on the last.</param>
public sealed record ValuesPage(IReadOnlyList<RunValues> Runs, string? NextPage);

/// <summary>Attributes of one run, by path.</summary>
public sealed record RunValues(Run Run, IReadOnlyList<StoredAttribute> Attributes);

/// <summary>Pages through definitions and values of attributes.</summary>
public sealed class AttributeBrowser(
    CatalogRuns registry, AttributeReads attributes, AttributeDifferences differences, LatestHistograms histograms)
{
    /// <param name="runs"><c>null</c>: all of the projects.</param>
    /// <exception cref="BadQueryException">A regular expression or the token is wrong.</exception>
    public async Task<DefinitionsPage> DefinitionsAsync(
        IReadOnlyCollection<Project> projects, IReadOnlyCollection<Run>? runs, AttributeSelection selection,
        int limit, string? token, CancellationToken cancellationToken) => PageOf(
            await attributes.DefinitionsAsync(
                [.. projects.Select(project => project.Number)], Numbers(runs), selection, Position(token), limit,
                cancellationToken),
            limit);

    /// <summary>The first of them by path, but those that the preferred runs have before the others.</summary>
    /// <exception cref="BadQueryException">A regular expression is wrong.</exception>
    public async Task<PrioritizedDefinitions> PrioritizedAsync(
        IReadOnlyCollection<Project> projects, IReadOnlyCollection<Run> preferred, AttributeSelection selection,
        int limit, CancellationToken cancellationToken)
    {
        uint[] numbers = [.. projects.Select(project => project.Number)];
        var first = await attributes.DefinitionsAsync(
            numbers, Numbers(preferred), selection, null, limit + 1, cancellationToken);
        if (first.Count > limit) return new PrioritizedDefinitions([.. first.Take(limit)], limit, true);

        // Of so many, at least one more than fits is new.
        var all = await attributes.DefinitionsAsync(
            numbers, null, selection, null, limit + 1, cancellationToken);
        AttributeDefinition[] merged = [.. first, .. all.Except(first).Take(limit + 1 - first.Count)];
        return new PrioritizedDefinitions([.. merged.Take(limit)], first.Count, merged.Length > limit);
    }

    /// <summary>Only those in which the runs differ.</summary>
    /// <exception cref="BadQueryException">A regular expression or the token is wrong.</exception>
    public async Task<DefinitionsPage> DifferencesAsync(
        Project project, IReadOnlyCollection<Run> runs, AttributeSelection selection, int limit, string? token,
        CancellationToken cancellationToken) => PageOf(
            await differences.PageAsync(
                project.Number, [.. runs.Select(run => run.Number).Distinct()], selection, Position(token), limit,
                cancellationToken),
            limit);

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
            ?? await registry.GetAsync([.. values.Select(value => value.Run).Distinct()], cancellationToken);
        var entries = values.GroupBy(value => value.Run).Where(group => known.ContainsKey(group.Key))
            .Select(group => new RunValues(known[group.Key], [.. group]));
        return new ValuesPage(
            [.. entries], values.Length < limit ? null : PageToken.Of(values[^1].Run, values[^1].Path));
    }

    static AttributeDefinition? Position(string? token) =>
        string.IsNullOrEmpty(token) ? null : PageToken.Definition(token);

    static DefinitionsPage PageOf(IReadOnlyList<AttributeDefinition> definitions, int limit) =>
        new(definitions, definitions.Count < limit ? null : PageToken.Of(definitions[^1]));

    static IReadOnlyCollection<ulong>? Numbers(IReadOnlyCollection<Run>? runs) =>
        runs is null ? null : [.. runs.Select(run => run.Number).Distinct()];
}
