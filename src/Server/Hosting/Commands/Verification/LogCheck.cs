using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>Every record of every segment, and that none is missing that the store does not have.</summary>
static class LogCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        var options = folder.Options;
        var marks = await MarksAsync(folder, cancellationToken);
        try
        {
            return EmbeddedLog.FindDamage(
                new EmbeddedLogOptions(options.LogFolder, options.LogPartitions) { Marks = marks, TimeOf = LogEnds.TimeOf });
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [new Damage("log", options.LogFolder, failure.Message, "Bring the folder back from a backup.")];
        }
    }

    /// <summary>Without what others know of the log, its files alone are compared with each other.</summary>
    static async Task<IReadOnlyList<LogMark>> MarksAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Catalog is not { } catalog || await folder.StoreAsync(cancellationToken) is not { } store) return [];
        try
        {
            return await LogEnds.MarksAsync(
                new CatalogMarks(catalog), new BlockWriter(store), folder.Options.LogPartitions, cancellationToken);
        }
        catch (StoreDamagedException)
        {
            return []; // told with the store
        }
    }
}
