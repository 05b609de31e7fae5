using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <param name="Table">Which runs, and which page of the outermost groups.</param>
/// <param name="GroupBy">The outermost first.</param>
public sealed record RunGroupsRequest(
    RunTableRequest Table, IReadOnlyList<FilterAttribute> GroupBy, IReadOnlyList<OpenedGroup> Opened);

/// <summary>A group whose groups within, or whose runs if it is an innermost one, are asked for.</summary>
public sealed record OpenedGroup(string Id, int Limit, int Offset);

/// <param name="Count">Number of its runs in all groups within it.</param>
/// <param name="Children">Ids of its runs: the requested page of an opened innermost group, otherwise its first
/// run.</param>
/// <param name="Page">The page of an opened group: where the next and the previous one begin.</param>
public sealed record RunGroup(
    string Id, IReadOnlyList<RunGroupPart> Parts, long Count, IReadOnlyList<string> Children, GroupPlace? Page);

/// <param name="Next"><c>null</c> on the last page.</param>
/// <param name="Before"><c>null</c> on the first.</param>
public sealed record GroupPlace(int? Next, int? Before);

/// <param name="TotalGroups">Number of outermost groups on all pages.</param>
/// <param name="Groups">The requested page of outermost groups, each followed by those within it if it was
/// opened.</param>
/// <param name="Entries">The runs of opened innermost groups.</param>
public sealed record RunGroupsPage(
    long TotalRuns, long TotalGroups, IReadOnlyList<RunGroup> Groups, IReadOnlyList<RunEntry> Entries);

/// <summary>Shows runs in groups by what they share.</summary>
public sealed class RunGroups(RunReads runs, RunTable table, LiveReads live)
{
    /// <summary>Most attributes to group by.</summary>
    public const int LevelsMax = 5;

    const int OpenedMax = 100;

    /// <exception cref="NqlException">The query is wrong.</exception>
    /// <exception cref="BadQueryException">The query cannot be answered as asked.</exception>
    public async Task<RunGroupsPage> SearchAsync(RunGroupsRequest request, CancellationToken cancellationToken)
    {
        if (request.GroupBy.Count is 0 or > LevelsMax)
            throw new BadQueryException($"Group by 1 to {LevelsMax} attributes.");
        if (request.Opened.Count > OpenedMax)
            throw new BadQueryException($"At most {OpenedMax} groups can be open. Close some.");

        var prepared = await table.SearchOfAsync(request.Table, cancellationToken);
        var search = prepared.Search;
        var outer = await GroupsAsync(search, request.GroupBy[0], cancellationToken);
        var opened = new Dictionary<string, Opened>();
        foreach (var one in request.Opened)
            opened[one.Id] = await OpenAsync(request, search, one, cancellationToken);

        var groups = Ordered(outer.Groups, opened).ToList();
        var heads = table.EntriesAsync(
            request.Table with { Paths = [] },
            [.. groups.Where(group => !opened.ContainsKey(IdOf(group)) || opened[IdOf(group)].Runs.Count == 0)
                .Select(group => new FoundRun(request.Table.Projects.First().Number, group.FirstRun)).Distinct()],
            new Dictionary<ulong, IReadOnlyList<ValueResponse>>(), cancellationToken);
        var first = await heads.ToDictionaryAsync(entry => entry.Run, entry => entry.Id, cancellationToken: cancellationToken);
        var entries = await table.EntriesAsync(
            request.Table, prepared, [.. opened.Values.SelectMany(one => one.Runs).Distinct()], cancellationToken);
        var shown = await entries.ToListAsync(cancellationToken);
        var ids = shown.ToDictionary(entry => entry.Run, entry => entry.Id);
        return new RunGroupsPage(
            outer.TotalRuns, outer.Total, [.. groups.Select(group => GroupOf(group, opened, ids, first))], shown);
    }

    /// <summary>The content of an opened group: groups, or runs of an innermost group.</summary>
    sealed record Opened(IReadOnlyList<FoundGroup> Groups, IReadOnlyList<FoundRun> Runs, GroupPlace Page);

    async Task<Opened> OpenAsync(
        RunGroupsRequest request, RunSearch search, OpenedGroup opened, CancellationToken cancellationToken)
    {
        var parts = GroupToken.Parts(opened.Id, request.GroupBy);
        var within = search with { Within = parts, Limit = opened.Limit, Offset = opened.Offset };
        int? before = opened.Offset > 0 ? Math.Max(0, opened.Offset - opened.Limit) : null;
        GroupPlace PlaceOf(int count, long total) =>
            new(opened.Offset + count < total && count > 0 ? opened.Offset + count : null, before);

        if (parts.Count < request.GroupBy.Count)
        {
            var page = await GroupsAsync(within, request.GroupBy[parts.Count], cancellationToken);
            return new Opened(page.Groups, [], PlaceOf(page.Groups.Count, page.Total));
        }

        var newest = await live.BeforeStoreAsync(within, cancellationToken);
        var found = await runs.SearchAsync(within, newest, cancellationToken);
        return new Opened([], found.Runs, PlaceOf(found.Runs.Count, found.Total));
    }

    async Task<GroupPage> GroupsAsync(RunSearch search, FilterAttribute groupBy, CancellationToken cancellationToken)
    {
        var newest = await live.BeforeStoreAsync(search, groupBy, cancellationToken);
        return await runs.GroupsAsync(search, groupBy, newest, cancellationToken);
    }

    static IEnumerable<FoundGroup> Ordered(IReadOnlyList<FoundGroup> groups, Dictionary<string, Opened> opened)
    {
        foreach (var group in groups)
        {
            yield return group;
            if (!opened.TryGetValue(IdOf(group), out var inside)) continue;
            foreach (var inner in Ordered(inside.Groups, opened)) yield return inner;
        }
    }

    static RunGroup GroupOf(
        FoundGroup group, Dictionary<string, Opened> opened, Dictionary<ulong, string> shown,
        Dictionary<ulong, string> first)
    {
        var id = IdOf(group);
        var inside = opened.GetValueOrDefault(id);
        IReadOnlyList<string> children = inside is { Runs.Count: > 0 }
            ? [.. inside.Runs.Select(run => shown[run.Run])]
            : [first[group.FirstRun]];
        return new RunGroup(id, group.Parts, group.Count, children, inside?.Page);
    }

    static string IdOf(FoundGroup group) => GroupToken.Of(group.Parts);
}
