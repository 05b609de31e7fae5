using Google.Protobuf;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest;

/// <summary>
/// Tells forks through the log that what they inherit has changed: an ancestor logged points late, or the missing parent
/// appeared. Series reads stitch the lineage anyway; this keeps the forks' summaries in the runs table right.
/// </summary>
sealed class HeirNotices(ILog log, ICatalog catalog, TimeProvider time)
{
    readonly HashSet<RunKey> _adopted = [];

    /// <summary>Remembers runs that were linked to a parent just now.</summary>
    public void Note(RunKey parent, IEnumerable<string> runIds)
    {
        foreach (var runId in runIds) _adopted.Add(parent with { RunId = runId });
    }

    /// <summary>Sends what is due, once the rows that it is about are stored.</summary>
    /// <param name="touched">Runs that logged points which descendants inherit.</param>
    public async Task SendAsync(IReadOnlyCollection<RunKey> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0 && _adopted.Count == 0) return;

        var heirs = new HashSet<RunKey>(_adopted);
        foreach (var key in touched.Concat(_adopted))
            if (await catalog.FindRunAsync(key, cancellationToken) is { } run)
                await AddDescendantsAsync(run, heirs, cancellationToken);
        foreach (var heir in heirs) await AppendAsync(heir, cancellationToken);
        _adopted.Clear();
    }

    async Task AddDescendantsAsync(Run run, HashSet<RunKey> heirs, CancellationToken cancellationToken)
    {
        foreach (var child in await catalog.ChildrenAsync(run.Number, cancellationToken))
            if (heirs.Add(new RunKey(child.Project, child.RunId)))
                await AddDescendantsAsync(child, heirs, cancellationToken);
    }

    async Task AppendAsync(RunKey heir, CancellationToken cancellationToken)
    {
        var body = new RunOperation { RunId = heir.RunId }.ToByteArray();
        var record = LogRecord.Create(
            LogRecordKind.Inherit, time.GetUtcNow().ToUnixTimeMilliseconds(), heir.Project, body, "");
        await log.AppendAsync(Partitioning.Of(heir, log.Partitions), record, cancellationToken);
    }
}
