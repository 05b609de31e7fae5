using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Generation;

/// <summary>Reads what the fast generator writes with Google's own parser, before any of it is sent.</summary>
static class GeneratorCheck
{
    /// <exception cref="InvalidOperationException">The generator is broken.</exception>
    public static void Run(RunScript script)
    {
        using var writer = new ProtoWriter();
        script.WriteCreate(writer);
        var create = RunOperation.Parser.ParseFrom(writer.Written.Span);
        Require(create.Create.RunId == script.RunId && create.Create.Family == script.RunId, "the creation");

        var stretch = script.Next(0, script.Pieces, 2 << 20);
        script.Write(writer, stretch);
        var update = RunOperation.Parser.ParseFrom(writer.Written.Span);
        Require(update.RunId == script.RunId, "the run's id");
        if (!script.Workload.IsDirty) Require(update.UpdateBatch.Snapshots.Count == stretch.Pieces, "the number of snapshots");
        CheckPoints(script, stretch, update.UpdateBatch);
    }

    static void CheckPoints(RunScript script, Stretch stretch, UpdateRunSnapshots batch)
    {
        var points = new Dictionary<(string Path, long Step), double>();
        foreach (var snapshot in batch.Snapshots)
        {
            var step = (long)snapshot.Step.Whole;
            var time = snapshot.Timestamp.Seconds * 1000 + snapshot.Timestamp.Nanos / 1_000_000;
            Require(time == script.Values.TimeMs(script.Key, step), $"the time of step {step}");
            foreach (var (path, value) in snapshot.Append)
                if (path.Length > 0 && value.ValueCase == Value.ValueOneofCase.Float64) points.Add((path, step), value.Float64);
        }

        Require(points.Count == script.PointsOf(stretch), "the number of points");
        for (var series = script.FirstSeries; series < script.FirstSeries + script.Series; series++)
        {
            foreach (var (step, value) in RunOracle.Offers(script, stretch, series))
                Require(
                    points.TryGetValue((script.Workload.NameOf(series), step), out var sent)
                    && BitConverter.DoubleToInt64Bits(sent) == BitConverter.DoubleToInt64Bits(value),
                    $"step {step} of series {series}");
        }
    }

    static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"The generator's check failed at {what}.");
    }
}
