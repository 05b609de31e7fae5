using NeptuneAlt.Model;
using NeptuneAlt.Server.Parts;

namespace NeptuneAlt.Server.Commands.Verification;

/// <summary>The engine opens the tables.</summary>
static class StoreCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken) =>
        await folder.StoreAsync(cancellationToken) is null
            ? [new Damage(
                "store", folder.Options.StoreFolder,
                $"The engine does not start on it: {CatalogFile.OneLine(folder.StoreProblem ?? "")}",
                "Bring the folder back from a backup.")]
            : [];
}
