using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Parts;

namespace NeptuneAlt.Server.Commands.Verification;

/// <summary>Every record of every segment, and that none is missing that the store does not have.</summary>
static class LogCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        var options = folder.Options;
        var store = await folder.StoreAsync(cancellationToken);
        // Without what others know of the log, its files alone are compared with each other.
        IReadOnlyList<LogMark> marks = folder.Catalog is { } catalog && store is not null
            ? await LogEnds.MarksAsync(new CatalogMarks(catalog), new BlockWriter(store), options.LogPartitions, cancellationToken)
            : [];
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
}
