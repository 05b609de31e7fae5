using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;

namespace NeptuneAlt.Bench;

/// <summary>Runs in the middle of training: each record is one more step of series that are long known.</summary>
sealed class TrainingRuns
{
    readonly TrainingRecord _record = new();
    readonly RunState[] _runs;
    long _step = 1;

    public TrainingRuns(int count)
    {
        _runs = [.. Enumerable.Range(1, count).Select(number => new RunState(new Run(
            (ulong)number, Guid.Empty, Project: 1, $"run-{number}", $"BEN-{number}", Experiment: null, Family: null, Fork: null,
            DateTimeOffset.UnixEpoch)))];
        Births = Step();
    }

    public int PointsPerStep => _runs.Length * TrainingRecord.Series;

    /// <summary>The rows of the first step, with those of the series that it made.</summary>
    public IReadOnlyList<RunBlock> Births { get; }

    /// <summary>Decodes and judges one record of each run.</summary>
    public IReadOnlyList<RunBlock> Step()
    {
        _record.SetStep(_step++);
        var blocks = new RunBlock[_runs.Length];
        for (var i = 0; i < blocks.Length; i++) blocks[i] = Apply(_runs[i]);
        return blocks;
    }

    RunBlock Apply(RunState run)
    {
        var block = new RunBlock();
        run.BeginTurn(block);
        run.Apply(_record.Parsed, offset: _step);
        run.EndTurn();
        return block.Points.Count == TrainingRecord.Series ? block : throw new InvalidOperationException("A point was rejected.");
    }
}
