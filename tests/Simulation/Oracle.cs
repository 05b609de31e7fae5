using Google.Protobuf;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Run = NeptuneAlt.Wire.Ingest.Run;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Simulation;

/// <summary>One value of a series as it has to be stored.</summary>
/// <param name="Value">Bits of a float, else the value in words.</param>
readonly record struct OraclePoint(long Step, long Time, string Value, long Offset);

/// <summary>
/// Neptune's rules once more, as plainly as they can be said: one record after the other, nothing forgotten, nothing
/// repeated. What the write half stores under any faults has to equal this.
/// </summary>
sealed class Oracle
{
    readonly Dictionary<(int, long), List<(string Path, IngestCode Code)>> _verdicts = [];

    public Dictionary<string, OracleRun> Runs { get; } = [];

    /// <summary>Rejected values by place in the log, those that may or may not be reported left out.</summary>
    public IReadOnlyDictionary<(int Partition, long Offset), List<(string Path, IngestCode Code)>> Verdicts => _verdicts;

    /// <summary>Creations of forks and the parents they ask for.</summary>
    public List<(int Partition, long Offset, string Parent)> Forks { get; } = [];

    public void Apply(int partition, long offset, byte[] bytes)
    {
        var verdicts = new List<(string, IngestCode)>();
        if (!LogRecord.TryParse(bytes, out var record)) throw new InvalidOperationException("A record of no known kind.");
        if (record.Kind == LogRecordKind.ProjectMissing) verdicts.Add(("", IngestCode.ProjectNotFound));
        if (record.Kind is LogRecordKind.Operation or LogRecordKind.Import)
            Apply(
                RunOperation.Parser.ParseFrom(record.Body), record.Kind == LogRecordKind.Import, partition, offset, record.ReceivedMs,
                verdicts);
        if (record.Kind == LogRecordKind.Remove)
            Remove(RunOperation.Parser.ParseFrom(record.Body).RunId, RemovalRequest.TryRead(record.Body)!, offset, verdicts);
        if (verdicts.Count > 0) _verdicts[(partition, offset)] = verdicts;
    }

    void Remove(string runId, RemovalRequest request, long offset, List<(string, IngestCode)> verdicts)
    {
        if (!Runs.TryGetValue(runId, out var run)) verdicts.Add(("", IngestCode.RunNotFound));
        else if (!run.TryRemove(request, offset)) verdicts.Add(("", IngestCode.FieldTypeUnsupported));
    }

    /// <summary>The runs that a run's points are stitched from, root first, each with its last inherited step.</summary>
    public IReadOnlyList<(OracleRun Run, long To)> Lineage(OracleRun run)
    {
        var line = new List<(OracleRun, long)>();
        var to = long.MaxValue;
        for (OracleRun? at = run; at is not null; at = Parent(at))
        {
            line.Add((at, to));
            to = Math.Min(to, at.ForkStep);
        }

        line.Reverse();
        return line;
    }

    /// <summary>The run that the points up to the fork come from; <c>null</c> for roots and while it is missing.</summary>
    public OracleRun? Parent(OracleRun run)
    {
        if (run.ForkParent is null || !Runs.TryGetValue(run.ForkParent, out var parent)) return null;

        while (parent.ForkParent is not null && parent.ForkStep >= run.ForkStep)
        {
            if (Parent(parent) is not { } above) return null;
            parent = above;
        }

        return parent;
    }

    void Apply(
        RunOperation operation, bool isImport, int partition, long offset, long receivedMs, List<(string, IngestCode)> verdicts)
    {
        var known = Runs.GetValueOrDefault(operation.RunId);
        if (operation.OperationCase == RunOperation.OperationOneofCase.Create)
        {
            Create(operation.RunId, operation.Create, known, isImport, partition, offset, receivedMs, verdicts);
            return;
        }

        if (known is null)
        {
            verdicts.Add(("", IngestCode.RunNotFound));
            return;
        }

        // What was logged elsewhere is no sign of life.
        if (!isImport) known.Receive(receivedMs);
        foreach (var snapshot in operation.UpdateBatch.Snapshots) known.Apply(snapshot, isImport, offset, verdicts);
    }

    void Create(
        string runId, Run create, OracleRun? known, bool isImport, int partition, long offset, long receivedMs,
        List<(string, IngestCode)> verdicts)
    {
        var step = create.ForkPoint is { } fork ? (long)fork.Step.Whole * Step.MicrosPerStep : long.MaxValue;
        if (known is null)
        {
            Runs[runId] = known = new OracleRun(runId, create.ForkPoint?.ParentRunId, step, create.InheritConfigs, create.HasExperimentId ? create.ExperimentId : null);
            known.Receive(receivedMs);
            if (create.ForkPoint is not null) Forks.Add((partition, offset, create.ForkPoint.ParentRunId));
        }
        else
        {
            verdicts.Add(("", known.ForkStep == step && known.ForkParent == create.ForkPoint?.ParentRunId
                ? IngestCode.RunDuplicate : IngestCode.RunConflicting));
            if (!isImport) known.Receive(receivedMs);
        }
    }
}
