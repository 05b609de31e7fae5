using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>Runs that look as if a language model had been trained: what formulas and charts of the documentation are of.</summary>
static class TrainedRuns
{
    const int Steps = 1200;
    const int StepsPerRequest = 300;
    const int StepsPerHistogram = 40;
    const ulong ForkedAt = 600;
    const int Layers = 12;
    static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    /// <param name="at">Tells runs apart: how well they learn, how long they take, and their noise.</param>
    /// <param name="parent">What it is forked from, halfway.</param>
    /// <param name="size">Of the model, as a config.</param>
    public static async Task SeedAsync(
        WireClient client, string project, string run, int at, string? parent = null, string size = "small")
    {
        var create = new Run { RunId = run, ExperimentId = run, InheritConfigs = true, CreationTime = Timestamp.FromDateTimeOffset(Start) };
        if (parent is not null)
            create.ForkPoint = new ForkPoint { ParentProject = project, ParentRunId = parent, Step = new Step { Whole = ForkedAt } };
        await client.SubmitAsync(new RunOperation { Project = project, RunId = run, Create = create });
        var configs = new UpdateRunSnapshot();
        foreach (var (name, value) in new (string, double)[]
        {
            ("bytes_per_token", 4.2), ("gpus", 64), ("peak_flops", 3.12e14), ("params", 3.5e8 * (1 + 0.25 * at)), ("lr", 3e-4 / (1 + at)),
        })
            configs.Assign.Add($"config/{name}", new Value { Float64 = value });
        configs.Assign.Add("config/size", new Value { String = size });
        await client.UpdateAsync(project, run, configs);
        var random = new Random(at);
        var last = "";
        foreach (var steps in Enumerable.Range(0, Steps).Where(step => parent is null || step > (int)ForkedAt).Chunk(StepsPerRequest))
            last = await client.UpdateAsync(project, run, [.. steps.Select(step => Point(random, step, at))]);
        await client.DoneAsync(last);
    }

    static UpdateRunSnapshot Point(Random random, int step, int at)
    {
        double Noise() => random.NextDouble() - 0.5;
        var loss = 2.1 - 0.12 * at + 8 * Math.Exp(-step / (60.0 + 4 * at));
        // A fork begins when its parent was there.
        var late = 80 * (Math.Min(step, (int)ForkedAt) * Math.Min(at, 1) + Math.Max(0, step - (int)ForkedAt) * at);
        var snapshot = new UpdateRunSnapshot
        {
            Step = new Step { Whole = (ulong)step },
            Timestamp = Timestamp.FromDateTimeOffset(Start.AddMilliseconds(step * 900 + late)),
        };
        void Add(string path, double value) => snapshot.Append.Add(path, new Value { Float64 = value });
        Add("train/loss", loss + 0.15 * Noise() + (step is 741 or 1022 ? 3 : 0));
        if (step % 10 == 0) Add("val/loss", loss + 0.06 + 0.0002 * step + 0.02 * Noise());
        Add("train/tokens", (step + 1) * 524_288.0 * 8);
        Add("opt/update_norm", 0.02 * Math.Exp(-step / 900.0) * (1 + 0.2 * Noise()));
        Add("model/weight_norm", 20 + step * 0.01);
        Add("time/data", 0.08 + 0.05 * random.NextDouble() + (step % 180 < 18 ? 0.4 : 0));
        Add("time/compute", 0.7 + 0.05 * random.NextDouble());
        for (var layer = 0; layer < Layers; layer++)
            Add($"layers/{layer}/grad_norm", step > 1020 && layer == 3 && at == 2 ? double.NaN : (1 + 0.1 * layer) * (1 + 0.3 * Noise()));
        for (var gpu = 0; gpu < 8; gpu++) Add($"gpu/{gpu}/utilization", 92 + 5 * Noise() - (gpu == 5 && step % 300 > 240 ? 40 : 0));
        if (step % StepsPerHistogram == 0) snapshot.Append.Add("histograms/gradients", new Value { Histogram = Spread(step, at) });
        return snapshot;
    }

    /// <summary>A bell that becomes narrower.</summary>
    static Histogram Spread(int step, int at)
    {
        const int bins = 40;
        var histogram = new Histogram { Counts = new Histogram.Types.Counts() };
        var width = 0.4 + (0.8 * Math.Exp(-step / (200.0 + (50 * at))));
        for (var bin = 0; bin <= bins; bin++) histogram.BinEdges.Add((4.0 * bin / bins) - 2);
        for (var bin = 0; bin < bins; bin++)
        {
            var place = (4.0 * (bin + 0.5) / bins) - 2;
            histogram.Counts.Values.Add((ulong)(1000 * Math.Exp(-place * place / (2 * width * width))));
        }

        return histogram;
    }
}
