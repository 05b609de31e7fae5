using Google.Protobuf;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest.Forks;

/// <summary>
/// Tells forks through the log that what they inherit has changed: an ancestor logged points late, the missing parent
/// appeared, or it gives what they lack. Series reads stitch the lineage anyway; this keeps the forks' attributes right.
/// </summary>
/// <remarks>Forks are looked up once the rows are stored: a fork that was not there yet reads those rows when it is made.
/// </remarks>
sealed class ForkNotices(ILog log, CatalogRuns registry, RunCreator creator, TimeProvider time)
{
    readonly HashSet<RunKey> _waiting = [];

    /// <summary>Forks that wait to be told.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Finds out whom stored rows concern.</summary>
    public async Task NoteAsync(ForkChanges news, CancellationToken cancellationToken)
    {
        if (news.IsEmpty) return;

        var forks = (await registry.ChildrenAsync([.. news.Runs], cancellationToken)).Where(news.Concerns).ToList();
        foreach (var key in news.Adopted)
            if (await registry.FindAsync(key, cancellationToken) is { } run) forks.Add(run);
        // Some that wait already may have forks that do not, as those were told before this happened.
        var seen = new HashSet<ulong>();
        while (forks.Count > 0)
        {
            foreach (var fork in forks) _waiting.Add(new RunKey(fork.Project, fork.RunId));
            var next = forks.Select(fork => fork.Number).Where(seen.Add).ToList();
            forks = next.Count > 0 ? [.. await registry.ChildrenAsync(next, cancellationToken)] : [];
        }
    }

    /// <summary>Finds out whom rows concern that a former epoch stored without getting round to notices.</summary>
    public async Task CatchUpAsync(
        IReadOnlyList<(ulong Run, bool IsNew)> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0) return;

        var news = new ForkChanges();
        foreach (var (run, _) in runs) news.AddAll(run);
        var created = runs.Where(run => run.IsNew).Select(run => run.Run).ToList();
        foreach (var run in (await registry.GetAsync(created, cancellationToken)).Values)
            foreach (var fork in await creator.AdoptedAsync(run, cancellationToken))
                news.AddAdopted(new RunKey(fork.Project, fork.RunId));
        await NoteAsync(news, cancellationToken);
    }

    /// <summary>Tells those that wait. A log that takes nothing now is no reason to stop: they wait on.</summary>
    /// <returns>Whether all are told.</returns>
    public async Task<bool> TrySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var fork in _waiting.ToList())
            {
                await AppendAsync(fork, cancellationToken);
                _waiting.Remove(fork);
            }

            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    async Task AppendAsync(RunKey fork, CancellationToken cancellationToken)
    {
        var body = new RunOperation { RunId = fork.RunId }.ToByteArray();
        var record = LogRecord.Create(
            LogRecordKind.Inherit, time.GetUtcNow().ToUnixTimeMilliseconds(), fork.Project, body, "");
        await log.AppendAsync(Partitioning.Of(fork, log.Partitions), record, cancellationToken);
    }
}

/// <summary>What may concern forks of what a flush stores.</summary>
sealed class ForkChanges
{
    /// <summary>By run, the first step, in micro-steps, of its new points; -1: all that forked off it are concerned.</summary>
    readonly Dictionary<ulong, long> _firstSteps = [];

    /// <summary>Runs with new values of attributes that late forks take over.</summary>
    readonly HashSet<ulong> _changed = [];
    readonly List<RunKey> _adopted = [];

    /// <summary>Runs that were linked to a parent just now.</summary>
    public IReadOnlyList<RunKey> Adopted => _adopted;

    public bool IsEmpty => _firstSteps.Count == 0 && _changed.Count == 0 && _adopted.Count == 0;

    public IEnumerable<ulong> Runs => _firstSteps.Keys.Union(_changed);

    /// <summary>Takes note of what a turn of a run made.</summary>
    public void Add(RunKey run, RunBlock block)
    {
        if (block.Run > 0 && block.FirstStep < _firstSteps.GetValueOrDefault(block.Run, long.MaxValue))
            _firstSteps[block.Run] = block.FirstStep;
        if (block.ChangesInherited) _changed.Add(block.Run);
        foreach (var fork in block.AffectedForks) AddAdopted(run with { RunId = fork });
    }

    /// <summary>Everything of the run may be new.</summary>
    public void AddAll(ulong run) => _firstSteps[run] = -1;

    public void AddAdopted(RunKey fork) => _adopted.Add(fork);

    /// <summary>Whether it is new to a child of one of the runs.</summary>
    public bool Concerns(Run child) => child.Fork is { Parent: { } parent } fork
        && (fork.Step.Micros >= _firstSteps.GetValueOrDefault(parent, long.MaxValue) || fork.IsLate && _changed.Contains(parent));
}
