using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Ingest;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Demo;

/// <summary>A file that a snapshot speaks of.</summary>
sealed record TrainingFile(string Path, string Type, byte[] Content);

/// <summary>What one run logs at its steps, as the messages of Neptune's client.</summary>
/// <param name="startMs">When step 0 was, in ms since 1970.</param>
/// <param name="liveInterval">Time between steps beyond the run's last one.</param>
sealed class TrainingSnapshots(TrainingRun run, int layers, int ranks, long startMs, TimeSpan liveInterval)
{
    const int Bins = 48, PictureSize = 72;
    static readonly string[] Histograms = ["activations", "gradients"];

    readonly TrainingCurves _curves = new(run);
    readonly Metric[] _metrics = [.. new TrainingCurves(run).Metrics(layers, ranks)];

    int RareEvery => Math.Max(1, run.Root.Steps / 40);

    public long TimeMs(int step) => startMs
        + (long)(Math.Min(step, run.Steps) * run.SecondsPerStep * 1000 + Math.Max(0, step - run.Steps) * liveInterval.TotalMilliseconds);

    /// <summary>All that belongs to a step. The file of a file series is to be uploaded before.</summary>
    public IEnumerable<UpdateRunSnapshot> At(int step, ICollection<TrainingFile> files)
    {
        var snapshot = Empty(step);
        foreach (var metric in _metrics)
            if (step % metric.Every == 0) snapshot.Append.Add(metric.Path, new Value { Float64 = metric.At(step) });
        if (step % RareEvery == 0) AddRare(snapshot, step, files);
        if (step % Math.Max(1, RareEvery / 5) == 0) snapshot.Append.Add("runtime/stdout", Text(LogLine(step)));
        if (!double.IsFinite(_curves.Loss(step)) && double.IsFinite(_curves.Loss(step - 1)))
            snapshot.Append.Add("runtime/stderr", Text(Traceback(step)));
        yield return snapshot;
    }

    /// <summary>What the next evaluation will say, as far as it has come.</summary>
    /// <param name="completion">0 to 1.</param>
    public UpdateRunSnapshot Preview(int step, float completion)
    {
        var next = (step / _curves.EvaluationEvery + 1) * _curves.EvaluationEvery;
        var snapshot = Empty(next);
        snapshot.Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(TimeMs(step)));
        snapshot.Preview = new Preview { IsPreview = true, CompletionRatio = completion };
        foreach (var metric in _metrics.Where(m => m.Path.StartsWith("eval/", StringComparison.Ordinal)))
            snapshot.Append.Add(metric.Path, new Value { Float64 = metric.At(next) * (1 + 0.1 * (1 - completion)) });
        return snapshot;
    }

    UpdateRunSnapshot Empty(int step) => new()
    {
        Step = new Step { Whole = (ulong)step },
        Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(TimeMs(step))),
    };

    void AddRare(UpdateRunSnapshot snapshot, int step, ICollection<TrainingFile> files)
    {
        foreach (var layer in new[] { 0, layers - 1 }.Distinct().Where(layer => layer >= 0))
            foreach (var kind in Histograms)
                snapshot.Append.Add($"histograms/layers/{layer:D2}/{kind}", new Value { Histogram = Spread(step, layer, kind) });

        if (step % (4 * RareEvery) != 0) return;
        var picture = new TrainingFile(
            $"{run.Id}/samples/attention/step_{step}.png", "image/png", PngPicture.Of(PictureSize, (x, y) => Attention(step, x, y)));
        files.Add(picture);
        snapshot.Append.Add("samples/attention", FileValue(picture));
    }

    public static Value FileValue(TrainingFile file) =>
        new() { FileRef = new FileRef { Path = file.Path, MimeType = file.Type, SizeBytes = file.Content.Length } };

    public static Value Text(string text) => new() { String = text };

    Histogram Spread(int step, int layer, string kind)
    {
        var share = step / (double)run.Root.Steps;
        var width = kind == "gradients" ? 0.02 + 0.3 / (1 + 30 * share) : 0.8 + 0.6 * share + 0.05 * layer;
        var middle = kind == "gradients" ? 0 : 0.5 * share;
        var histogram = new Histogram { Counts = new Histogram.Types.Counts() };
        for (var bin = 0; bin <= Bins; bin++) histogram.BinEdges.Add(middle + width * 4 * (2.0 * bin / Bins - 1));
        for (var bin = 0; bin < Bins; bin++)
        {
            var at = 4 * (2.0 * (bin + 0.5) / Bins - 1);
            // Activations get a second hump: some units die.
            var density = Math.Exp(-at * at / 2) + (kind == "activations" ? 0.7 * share * Math.Exp(-Math.Pow((at + 2) / 0.4, 2)) : 0);
            var noise = 0.1 * Chance.Fraction(Chance.Mix(run.Key ^ (ulong)(step * 64 + bin)));
            histogram.Counts.Values.Add((ulong)(40_000 * density * (1 + noise)));
        }

        return histogram;
    }

    (byte Red, byte Green, byte Blue) Attention(int step, int x, int y)
    {
        if (x > y) return (18, 18, 30);
        var sharpness = 1 + 12.0 * step / run.Root.Steps;
        var near = Math.Exp(-(y - x) * sharpness / PictureSize);
        var band = 0.4 * Math.Pow(Math.Cos((x - y * 0.5) * 0.3 + run.Index), 8) * step / run.Root.Steps;
        var strength = Math.Min(1, near + band);
        return ((byte)(40 + 210 * strength), (byte)(20 + 150 * strength * strength), (byte)(90 + 40 * (1 - strength)));
    }

    string LogLine(int step) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{DateTimeOffset.FromUnixTimeMilliseconds(TimeMs(step)):yyyy-MM-dd HH:mm:ss}] step {step,7} | loss {_curves.Loss(step):F4} | {run.SecondsPerStep:F2} s/step");

    static string Traceback(int step) => $"""
        Traceback (most recent call last):
          File "/workspace/train.py", line 412, in <module>
            trainer.fit(model, loaders)
          File "/workspace/trainer.py", line 188, in fit
            self.check_finite(loss)
          File "/workspace/trainer.py", line 203, in check_finite
            raise FloatingPointError("loss is not finite")
        FloatingPointError: loss is nan at step {step}
        """;
}
