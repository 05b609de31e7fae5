using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>The checkpoints of an epoch's runs: which are owed, and which are on their way to the store.</summary>
sealed class Checkpoints(GrainCalls grains, long epoch, TimeProvider time)
{
    readonly DirtyRuns _owed = new(time);
    List<RunKey> _taken = [];

    public bool AreOwed => _owed.Count > 0;

    /// <summary>The first offset that is not wholly in the rows; <see cref="long.MaxValue"/> if all are.</summary>
    public long FirstOffset => _owed.FirstOffset;

    public bool IsOwed(RunKey run) => _owed.Contains(run);

    /// <inheritdoc cref="DirtyRuns.Mark"/>
    public void Mark(RunKey run, long offset, int rows, int points) => _owed.Mark(run, offset, rows, points);

    /// <summary>The next flush carries what settles a run, although no checkpoint of it was taken.</summary>
    public void Settles(RunKey run) => _taken.Add(run);

    /// <summary>Takes the checkpoints that are due now, as many as a flush can carry in addition to points.</summary>
    public Task<RunBlock[]> TakeDueAsync() => TakeAsync(_owed.Due());

    /// <summary>
    /// Takes checkpoints whether they are due or not, as many as a flush can carry; empty once no checkpoint is owed.
    /// </summary>
    public Task<RunBlock[]> TakeNextAsync() => TakeAsync(_owed.Next());

    /// <summary>The runs whose checkpoints go along with the flush that begins.</summary>
    public IReadOnlyList<RunKey> BeginFlush()
    {
        var taken = _taken;
        _taken = [];
        return taken;
    }

    /// <summary>Forgets which runs only paused.</summary>
    public void ForgetPauses() => _owed.ForgetPauses();

    async Task<RunBlock[]> TakeAsync(IReadOnlyList<RunKey> runs)
    {
        var blocks = await Task.WhenAll(runs.Select(run => grains.CheckpointAsync(run, epoch)));
        foreach (var run in runs) _owed.Clear(run);
        _taken.AddRange(runs);
        return blocks;
    }
}
