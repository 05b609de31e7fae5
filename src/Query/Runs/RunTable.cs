using System.Runtime.CompilerServices;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>A page of the runs table.</summary>
/// <param name="HeadsOnly">Only the newest run of each experiment.</param>
/// <param name="Paths">Of the attributes to show.</param>
public sealed record RunTableRequest(
    IReadOnlyCollection<Project> Projects, Filter Filter, bool HeadsOnly, RunOrder Order, int Limit, int Offset,
    IReadOnlyCollection<string> Paths)
{
    /// <summary><c>null</c>: there are none.</summary>
    public TableFormulas? Formulas { get; init; }
}

/// <summary>A row: the run, and those of the asked attributes that it has.</summary>
public sealed record RunEntry(Project Project, ulong Run, string Id, IReadOnlyList<StoredAttribute> Attributes)
{
    /// <summary>Of the asked formulas, in their order.</summary>
    public IReadOnlyList<ValueResponse> Values { get; init; } = [];
}

/// <param name="Total">Number of matching runs on all pages.</param>
/// <param name="Entries">In order; read from the store while they are enumerated.</param>
public sealed record RunTablePage(long Total, IAsyncEnumerable<RunEntry> Entries);

/// <summary>Finds runs and shows their attributes.</summary>
public sealed class RunTable(
    RunReads runs, CatalogDeletedRuns deletedRuns, TimeProvider time, CurrentAttributes attributes, LatestHistograms histograms,
    RunStates states, LiveReads live, RunFormulas formulas)
{
    const string IdPath = SystemPaths.RunUuid;

    // Values in memory at a time.
    const int ValuesMax = 200_000;

    readonly DeletedRunFilter _deleted = new(deletedRuns, time);

    /// <exception cref="BadQueryException">The query cannot be answered as asked.</exception>
    /// <exception cref="FormulaException">A formula is wrong, or no number.</exception>
    public async Task<RunTablePage> SearchAsync(RunTableRequest request, CancellationToken cancellationToken)
    {
        var found = await SearchOfAsync(request, cancellationToken);
        var page = await runs.SearchAsync(
            found.Search, await live.BeforeStoreAsync(found.Search, cancellationToken), cancellationToken);
        return new RunTablePage(page.Total, await EntriesAsync(request, found, page.Runs, cancellationToken));
    }

    /// <summary>The elements of a string set, such as the tags, of runs that match.</summary>
    /// <param name="query">NQL; empty is every run.</param>
    /// <exception cref="NqlException">The query is wrong.</exception>
    public async Task<IReadOnlyList<string>> ElementsAsync(
        Project project, string? query, string path, string part, int limit, CancellationToken cancellationToken)
    {
        var search = await AllOfAsync(project, query, limit, cancellationToken);
        var newest = await live.BeforeStoreAsync(search, cancellationToken);
        return await runs.ElementsAsync(search, path, part, newest, cancellationToken);
    }

    /// <summary>The attributes that matching runs have.</summary>
    /// <param name="query">NQL; empty is every run.</param>
    /// <exception cref="NqlException">The query is wrong.</exception>
    public async Task<IReadOnlyList<AttributeDefinition>> DefinitionsAsync(
        Project project, string? query, string part, AttributeSelection selection, int limit,
        CancellationToken cancellationToken)
    {
        var search = await AllOfAsync(project, query, limit, cancellationToken);
        var newest = await live.BeforeStoreAsync(search, cancellationToken);
        return await runs.DefinitionsAsync(search, part, selection, newest, cancellationToken);
    }

    Task<RunSearch> AllOfAsync(Project project, string? query, int limit, CancellationToken cancellationToken) =>
        _deleted.WithoutAsync(
            new RunSearch([project.Number], Parser.Parse(query), false, RunOrder.Newest, limit, 0), cancellationToken);

    /// <exception cref="FormulaException">A formula is wrong, or no number.</exception>
    internal async Task<FormulaSearch> SearchOfAsync(RunTableRequest request, CancellationToken cancellationToken)
    {
        var search = await _deleted.WithoutAsync(
            new RunSearch(
                [.. request.Projects.Select(project => project.Number)], request.Filter, request.HeadsOnly,
                request.Order, request.Limit, request.Offset),
            cancellationToken);
        return await formulas.PrepareAsync(search, request.Formulas, cancellationToken);
    }

    /// <summary>The runs as rows, in the order given. Their formulas are computed before it returns.</summary>
    internal async Task<IAsyncEnumerable<RunEntry>> EntriesAsync(
        RunTableRequest request, FormulaSearch search, IReadOnlyList<FoundRun> found, CancellationToken cancellationToken) =>
        EntriesAsync(request, found, await formulas.ColumnsAsync(search, found, cancellationToken), cancellationToken);

    /// <summary>The runs as rows, in the order given.</summary>
    /// <param name="columns">Values of formulas by run.</param>
    internal async IAsyncEnumerable<RunEntry> EntriesAsync(
        RunTableRequest request, IReadOnlyList<FoundRun> found,
        IReadOnlyDictionary<ulong, IReadOnlyList<ValueResponse>> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var projects = request.Projects.ToDictionary(project => project.Number);
        var wanted = request.Paths.ToHashSet();
        string[] paths = [.. wanted.Union(RunStates.PathsFor(wanted)).Append(IdPath).Distinct()];
        foreach (var some in found.Chunk(Math.Max(1, ValuesMax / paths.Length)))
        {
            var values = await attributes.ReadFoundAsync(
                [.. projects.Keys], [.. some.Select(run => run.Run)], paths, cancellationToken);
            values = await histograms.FillAsync(values, cancellationToken);
            var byRun = values.ToLookup(value => value.Run);
            foreach (var run in some)
            {
                var id = byRun[run.Run].FirstOrDefault(value => value.Path == IdPath)?.StringValue ?? "";
                var shown = byRun[run.Run].Where(value => wanted.Contains(value.Path));
                if (wanted.Contains(RunStates.Path)) shown = shown.Concat(states.Of(byRun[run.Run]));
                yield return new RunEntry(
                    projects[run.Project], run.Run, id, [.. shown.OrderBy(value => value.Path, StringComparer.Ordinal)])
                {
                    Values = columns.GetValueOrDefault(run.Run) ?? [],
                };
            }
        }
    }
}
