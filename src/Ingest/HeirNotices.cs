using Google.Protobuf;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest;

/// <summary>
/// Tells forks through the log that what they inherit has changed: an ancestor logged points late, the missing parent
/// appeared, or it gives what they lack. Series reads stitch the lineage anyway; this keeps the forks' attributes right.
/// </summary>
/// <remarks>Forks are looked up once the rows are stored: a fork that was not there yet reads those rows when it is made.
/// </remarks>
sealed class HeirNotices(ILog log, ICatalog catalog, RunCreator creator, TimeProvider time)
{
    readonly HashSet<RunKey> _waiting = [];

    /// <summary>Forks that wait to be told.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Finds out whom stored rows concern.</summary>
    public async Task NoteAsync(HeirNews news, CancellationToken cancellationToken)
    {
        if (news.IsEmpty) return;

        var heirs = (await catalog.ChildrenAsync([.. news.Runs], cancellationToken)).Where(news.Concerns).ToList();
        foreach (var key in news.Adopted)
            if (await catalog.FindRunAsync(key, cancellationToken) is { } run) heirs.Add(run);
        // Some that wait already may have heirs that do not, as those were told before this happened.
        var seen = new HashSet<ulong>();
        while (heirs.Count > 0)
        {
            foreach (var heir in heirs) _waiting.Add(new RunKey(heir.Project, heir.RunId));
            var next = heirs.Select(heir => heir.Number).Where(seen.Add).ToList();
            heirs = next.Count > 0 ? [.. await catalog.ChildrenAsync(next, cancellationToken)] : [];
        }
    }

    /// <summary>Finds out whom rows concern that a former epoch stored without getting round to notices.</summary>
    public async Task CatchUpAsync(
        IReadOnlyList<(ulong Run, bool IsNew)> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0) return;

        var adopted = new List<RunKey>();
        var created = runs.Where(run => run.IsNew).Select(run => run.Run).ToList();
        foreach (var run in (await catalog.GetRunsAsync(created, cancellationToken)).Values)
            adopted.AddRange((await creator.AdoptedAsync(run, cancellationToken))
                .Select(heir => new RunKey(heir.Project, heir.RunId)));
        await NoteAsync(new HeirNews(runs.ToDictionary(run => run.Run, _ => -1L), new HashSet<ulong>(), adopted), cancellationToken);
    }

    /// <summary>Tells those that wait. A log that takes nothing now is no reason to stop: they wait on.</summary>
    /// <returns>Whether all are told.</returns>
    public async Task<bool> TrySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var heir in _waiting.ToList())
            {
                await AppendAsync(heir, cancellationToken);
                _waiting.Remove(heir);
            }

            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    async Task AppendAsync(RunKey heir, CancellationToken cancellationToken)
    {
        var body = new RunOperation { RunId = heir.RunId }.ToByteArray();
        var record = LogRecord.Create(
            LogRecordKind.Inherit, time.GetUtcNow().ToUnixTimeMilliseconds(), heir.Project, body, "");
        await log.AppendAsync(Partitioning.Of(heir, log.Partitions), record, cancellationToken);
    }
}

/// <summary>What may concern forks of what a flush stored.</summary>
/// <param name="FirstSteps">By run, the first step, in micro-steps, of its new points; -1: all that forked off it.</param>
/// <param name="Changed">Runs with new values of attributes that late forks take over.</param>
/// <param name="Adopted">Runs that were linked to a parent just now.</param>
sealed record HeirNews(
    IReadOnlyDictionary<ulong, long> FirstSteps, IReadOnlySet<ulong> Changed, IReadOnlyList<RunKey> Adopted)
{
    public bool IsEmpty => FirstSteps.Count == 0 && Changed.Count == 0 && Adopted.Count == 0;

    public IEnumerable<ulong> Runs => FirstSteps.Keys.Union(Changed);

    /// <summary>Whether it is new to a child of one of the runs.</summary>
    public bool Concerns(Run child) => child.Fork is { Parent: { } parent } fork
        && (fork.Step.Micros >= FirstSteps.GetValueOrDefault(parent, long.MaxValue) || fork.IsLate && Changed.Contains(parent));
}
