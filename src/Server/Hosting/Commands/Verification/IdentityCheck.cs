using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>The parts belong together, and the catalog names every run that the store has.</summary>
static class IdentityCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Catalog is not { } catalog || await folder.StoreAsync(cancellationToken) is not { } store) return [];

        var options = folder.Options;
        var marks = new StoreMarks(store);
        try
        {
            var found = (await new Identities(options, catalog, marks).CompareAsync(cancellationToken))
                .Select(one => new Damage("catalog", one.Place, one.What, one.Cure)).ToList();
            var nameless = await NamelessAsync(catalog, marks, cancellationToken);
            if (found.Count == 0 && nameless.Count > 0)
                found.Add(new Damage(
                    "catalog", options.CatalogFile,
                    $"The store has rows of {nameless.Count} runs that the catalog does not name, the first of them run {nameless[0]}.",
                    Identities.RebuildCure(options)));
            return found;
        }
        catch (Exception failure) when (failure is StoreException or StoreDamagedException)
        {
            return [new Damage(
                "store", options.StoreFolder, $"It cannot be read: {CatalogFile.OneLine(failure.Message)}",
                "Bring the folder back from a backup.")];
        }
        catch (StartException failure)
        {
            return [new Damage("catalog", options.DataFolder, failure.Message, "")];
        }
    }

    /// <summary>Runs that are found in the store, were not deleted, and are not in the catalog.</summary>
    static async Task<List<ulong>> NamelessAsync(
        ICatalogDatabase catalog, StoreMarks marks, CancellationToken cancellationToken)
    {
        var runs = new CatalogRuns(catalog);
        var deleted = (await new CatalogDeletedRuns(catalog).ListAsync(DateTimeOffset.UnixEpoch, cancellationToken))
            .Select(run => run.Number).ToHashSet();
        var gone = (await new CatalogProjects(catalog).DeletedAsync(cancellationToken))
            .Select(project => project.Number).ToHashSet();
        var nameless = new List<ulong>();
        foreach (var some in (await marks.RunsAsync(cancellationToken)).Chunk(1000))
        {
            var known = await runs.GetAsync([.. some.Select(run => run.Number)], cancellationToken);
            nameless.AddRange(some
                .Where(run => run.RunId.Length > 0 && !known.ContainsKey(run.Number) && !deleted.Contains(run.Number)
                    && !gone.Contains(run.Project))
                .Select(run => run.Number));
        }

        return nameless;
    }
}
