namespace NeptuneAlt.Ingest.Blocks;

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
