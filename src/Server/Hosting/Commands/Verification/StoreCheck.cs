using NeptuneAlt.Engine;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Parts;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>The engine opens the tables, no part of them is missing, and every file of every part is what it was.</summary>
static class StoreCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        if (TableDefinitions.Check(folder.Options.StoreFolder) is { Count: > 0 } definitions) return definitions;
        if (await folder.StoreAsync(cancellationToken) is not { } store)
            return [DoesNotStart(folder, folder.StoreProblem ?? "it does not say why.")];

        try
        {
            var inventory = new PartInventory(store, folder.StoreCopy, EngineProcess.FullDiskMark(folder.StoreCopy));
            var missing = await inventory.CheckAsync(cancellationToken);
            var unreadable = await inventory.ReadAllAsync(cancellationToken);
            return [.. missing.Concat(unreadable.Select(inventory.WithRuns)).Select(folder.InPlace).DistinctBy(damage => damage.Place)];
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreException or StoreDamagedException)
        {
            return [DoesNotStart(folder, failure.Message)];
        }
    }

    static Damage DoesNotStart(StoppedFolder folder, string reason) => new(
        "store", folder.Options.StoreFolder, $"The engine does not start on it: {CatalogFile.OneLine(reason)}",
        "Bring the folder back from a backup.");
}
