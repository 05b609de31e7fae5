using System.Globalization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Hosting;

/// <summary>
/// Compares the parts at each start: all carry one random id, made at the first start, and the catalog has given every number
/// that the store has rows of. Else a part is missing, older, or another server's, and runs would show each other's points.
/// </summary>
/// <param name="options">Say which parts are in folders: a topic and a bucket carry no identity.</param>
sealed class Identities(ServerOptions options, ICatalogDatabase catalog, StoreMarks store)
{
    /// <summary>So many of the newest runs are compared where a part has no identity.</summary>
    const ulong RunsCompared = 50;

    readonly CatalogMarks _marks = new(catalog);
    readonly CatalogRuns _runs = new(catalog);

    /// <summary>What is wrong, a sentence each with its cure; empty if the parts belong together. Changes nothing.</summary>
    public async Task<IReadOnlyList<(string Place, string What, string Cure)>> CompareAsync(CancellationToken cancellationToken)
    {
        var parts = await FoundAsync(cancellationToken);
        var found = new List<(string, string, string)>();
        if (Stranger(parts) is { } stranger) found.Add(stranger);
        var (run, project) = await store.HighestNumbersAsync(cancellationToken);
        var given = await _marks.NumbersGivenAsync(cancellationToken);
        if (run > given.Run || project > given.Project)
            found.Add((
                CatalogPlace,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it is older than the store, or not the one that belongs to it: it gave numbers up to run {given.Run} and project {given.Project}, the store has rows of run {run} and project {project}."),
                CatalogCure));
        else if (parts.Any(part => part.Id is null) && await DifferingAsync(run, cancellationToken) is { } differing)
            found.Add((
                CatalogPlace,
                string.Create(
                    CultureInfo.InvariantCulture, $"it is not the one that belongs to the store: run {differing} is another one there."),
                CatalogCure));
        return found;
    }

    /// <summary>Compares the parts, and gives the identity to those that have none yet.</summary>
    /// <exception cref="StartException">They do not belong together.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (await CompareAsync(cancellationToken) is [var (place, what, cure), ..]) throw new StartException($"{place}: {what} {cure}");

        var parts = await FoundAsync(cancellationToken);
        var id = parts.Select(part => part.Id).FirstOrDefault(one => one is not null) ?? Guid.NewGuid();
        // Another server may have been faster.
        await _marks.KeepIdentityAsync(id, cancellationToken);
        id = await _marks.FindIdentityAsync(cancellationToken) ?? id;
        foreach (var part in parts.Where(part => part.Id is null)) await part.KeepAsync(id);
    }

    string CatalogPlace => options.Postgres is null ? options.CatalogFile : "the database of --postgres";

    string CatalogCure => options.Postgres is null
        ? RebuildCure(options)
        : "Give the connection string of the database that belongs to this store, or restore it from its newest backup.";

    /// <summary>What helps where the catalog is missing, damaged or older than the rest.</summary>
    public static string RebuildCure(ServerOptions options) =>
        "Bring it back from a backup, or make it anew from its copy, the store and the log with the command: "
        + $"rebuild-catalog --data {options.DataFolder}";

    async Task<IReadOnlyList<Part>> FoundAsync(CancellationToken cancellationToken)
    {
        var parts = new List<Part>
        {
            new("the catalog", CatalogPlace, await _marks.FindIdentityAsync(cancellationToken), _ => Task.CompletedTask),
            new("the store", options.ClickHouse is null ? options.StoreFolder : "the database of --clickhouse",
                await store.FindIdentityAsync(cancellationToken), id => store.KeepIdentityAsync(id, cancellationToken)),
        };
        if (options.Kafka is null) parts.Add(Folder("the log", options.LogFolder));
        if (options.Bucket is null) parts.Add(Folder("the folder of files", options.BlobFolder));
        return parts;
    }

    static Part Folder(string name, string folder) => new(name, folder, IdentityFile.Read(folder), id =>
    {
        IdentityFile.Write(folder, id);
        return Task.CompletedTask;
    });

    /// <summary>The part whose identity differs from that of most others; of two, the one that is not the catalog.</summary>
    (string Place, string What, string Cure)? Stranger(IReadOnlyList<Part> parts)
    {
        var groups = parts.Where(part => part.Id is not null).GroupBy(part => part.Id).OrderByDescending(group => group.Count()).ToList();
        if (groups.Count < 2) return null;

        var stranger = groups[^1].First();
        if (stranger == parts[0] && groups.Count == 2 && groups[0].Count() == 1) stranger = groups[0].First();
        var isCatalog = stranger == parts[0];
        var others = string.Join(" and ", parts.Where(part => part.Id is not null && part.Id != stranger.Id).Select(part => part.Name));
        return (
            stranger.Place,
            $"{stranger.Name} does not belong to {others}: its identity is {stranger.Id}, theirs {groups.First(group => group.Key != stranger.Id).Key}.",
            isCatalog ? CatalogCure : "Put the right one back in its place; each data folder is moved, copied and restored as a whole.");
    }

    /// <summary>A run that has one UUID in the catalog and another one in the store, among the newest.</summary>
    async Task<ulong?> DifferingAsync(ulong highest, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(0, (int)Math.Min(RunsCompared, highest)).Select(back => highest - (ulong)back).ToList();
        var stored = await store.IdsOfAsync(numbers, cancellationToken);
        foreach (var (number, run) in await _runs.GetAsync(numbers, cancellationToken))
            if (stored.TryGetValue(number, out var id) && id != run.Id) return number;
        return null;
    }

    sealed record Part(string Name, string Place, Guid? Id, Func<Guid, Task> KeepAsync);
}
