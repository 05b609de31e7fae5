namespace NeptuneAlt.Ingest.Blocks;

/// <summary>How far a partition of the log is in the store.</summary>
/// <param name="Stored">Last offset whose rows are all stored, checkpoints apart; -1 before the first. Its request is done.
/// </param>
/// <param name="Summarized">Last offset that checkpoints cover too: for later ones, reads ask the live runs.</param>
/// <param name="Flushes">Counts flushes: the version of the row that holds this.</param>
/// <param name="Noticed">Last offset whose effects on forks their notices surely tell.</param>
public readonly record struct PartitionProgress(long Stored, long Summarized, long Flushes, long Noticed = -1);

/// <summary>The rows of many runs that go to the store together.</summary>
sealed class PendingBlock
{
    public List<RunBlock> Runs { get; } = [];

    public int Rows { get; private set; }

    public bool IsEmpty => Runs.Count == 0;

    public void Add(RunBlock block)
    {
        if (block.Rows == 0 && block.Definitions.Count == 0 && block.Experiment is null) return;

        Runs.Add(block);
        Rows += block.Rows;
    }
}
