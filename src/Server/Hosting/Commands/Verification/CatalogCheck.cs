using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>Checks that the catalog's file exists and is whole.</summary>
static class CatalogCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        var options = folder.Options;
        if (CatalogFile.IsMissing(options))
            return [new Damage(
                "catalog", options.CatalogFile, "It is missing or empty, but the rest of the data folder is there.",
                Identities.RebuildCure(options))];
        return await folder.OpenCatalogAsync(cancellationToken) is { } damage
            ? [new Damage("catalog", options.CatalogFile, CatalogFile.OneLine(damage), Identities.RebuildCure(options))]
            : [];
    }
}
