using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Client;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.EndToEnd.Exports;

/// <summary>Logs runs as nobody would on purpose: every type, forks, odd names and values, from one seed.</summary>
sealed class OddProject(WireClient wire, NeptuneClient client, string project, int seed)
{
    static readonly string[] Names =
    [
        "a", "a/b", "a/b/c d", "x.y", "x_y", "größe/Ω", "日本/語", "\"quoted\", or not", "new\nline", "#hash", "a/step_1_000000", "CON", "..", "e\u0301",
    ];

    static readonly double[] Odd =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, double.Epsilon, double.MaxValue, double.MinValue, 0.1, 1 / 3.0, 1e308,
    ];

    static readonly string[] Texts = ["", " ", "a,b", "\"", "line\r\nline", "\t", "ß→🚀", "NULL", "nan", new('x', 5000)];

    readonly Random _random = new(seed);
    readonly List<string> _runs = [];
    int _files;

    public async Task<IReadOnlyList<string>> LogAsync()
    {
        foreach (var id in new[] { "plain", "run.v1", "run_v1", "run v1", "прогон/с косой", new string('l', 700), "ODD-3", "🚀" }) await LogAsync(id);
        return _runs;
    }

    async Task LogAsync(string id)
    {
        // Heads of experiments follow the order in which runs are made, as they do where runs log what the clock says.
        var begun = DateTimeOffset.UnixEpoch.AddDays(20_000 + _runs.Count).AddSeconds(_random.Next(80_000));
        var creation = new Run { RunId = id, CreationTime = Timestamp.FromDateTimeOffset(begun) };
        if (_random.Next(2) == 0) creation.ExperimentId = Pick(Texts[2..7]) + "exp";
        var forkStep = 0L;
        if (_runs.Count > 0 && _random.Next(3) > 0)
        {
            forkStep = _random.Next(10) * 1_000_000L + _random.Next(1_000_000);
            creation.ForkPoint = new ForkPoint { ParentRunId = Pick([.. _runs]), Step = StepOf(forkStep) };
        }

        await DoneAsync(wire.SubmitAsync(new RunOperation { Project = project, RunId = id, Create = creation }));
        _runs.Add(id);
        var snapshots = new List<UpdateRunSnapshot> { await AtomsAsync(id, begun) };
        var step = forkStep;
        for (var point = 0; point < 30; point++)
        {
            step += 1 + (_random.Next(2) == 0 ? _random.Next(5) : _random.Next(3_000_000));
            snapshots.Add(await PointAsync(id, step, begun.AddMilliseconds(point * 1234 + _random.Next(1000)), point));
        }

        await DoneAsync(wire.UpdateAsync(project, id, [.. snapshots]));
    }

    async Task<UpdateRunSnapshot> AtomsAsync(string id, DateTimeOffset begun)
    {
        var atoms = new UpdateRunSnapshot { Timestamp = Timestamp.FromDateTimeOffset(begun) };
        var number = 0;
        foreach (var name in Names)
            atoms.Assign[$"configs/{name}"] = (number++ % 6) switch
            {
                0 => new Value { Float64 = Pick(Odd) },
                1 => new Value { Int64 = _random.Next(3) == 0 ? long.MinValue : _random.NextInt64() },
                2 => new Value { String = Pick(Texts) },
                3 => new Value { Bool = _random.Next(2) == 0 },
                4 => new Value { Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddMilliseconds(_random.Next(-9_999_999, 9_999_999))) },
                _ => new Value { FileRef = await FileAsync($"{id}/{name}/0") },
            };
        atoms.ModifySets["sys/tags"] = Set("t1", Pick(Texts[2..7]));
        if (_random.Next(2) == 0) atoms.ModifySets["sys/group_tags"] = Set("g");
        atoms.ModifySets["sets/some"] = Set("ä", ",", "b c");
        atoms.Assign["sys/description"] = new Value { String = Pick(Texts[1..]) };
        return atoms;
    }

    async Task<UpdateRunSnapshot> PointAsync(string id, long step, DateTimeOffset time, int point)
    {
        var snapshot = new UpdateRunSnapshot { Step = StepOf(step), Timestamp = Timestamp.FromDateTimeOffset(time) };
        foreach (var name in Names)
            if (_random.Next(3) > 0) snapshot.Append[$"metrics/{name}"] = new Value { Float64 = _random.Next(3) == 0 ? Pick(Odd) : _random.NextDouble() };
        if (_random.Next(2) == 0) snapshot.Append[$"logs/{Names[0]}"] = new Value { String = Pick(Texts) };
        if (_random.Next(2) == 0) snapshot.Append["logs/größe"] = new Value { String = Pick(Texts) };
        if (_random.Next(2) == 0) snapshot.Append["histograms/counted"] = new Value { Histogram = Counted() };
        if (_random.Next(2) == 0) snapshot.Append["histograms/dense"] = new Value { Histogram = Dense() };
        if (_random.Next(5) == 0) snapshot.Append["a"] = new Value { FileRef = await FileAsync($"{id}/series/{point}") };
        return snapshot;
    }

    async Task<FileRef> FileAsync(string place)
    {
        var (ending, type) = Pick<(string, string)>(
            [(".png", "image/png"), (".txt", "text/plain"), ("", "application/octet-stream"), (".html", "text/html"), (".bin", "application/octet-stream")]);
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place} {_random.Next(4)}"));
        var path = string.Create(CultureInfo.InvariantCulture, $"odd/{seed}/{_files++}{ending}");
        await client.UploadAsync(project, path, bytes, type, TestContext.Current.CancellationToken);
        return new FileRef { Path = path, SizeBytes = bytes.Length, MimeType = type };
    }

    Histogram Counted() => new()
    {
        BinEdges = { double.NegativeInfinity, -1.5, 0, 1e-9, double.PositiveInfinity },
        Counts = new Histogram.Types.Counts { Values = { 0, (ulong)_random.Next(), 1, 1UL << 40 } },
    };

    Histogram Dense() => new()
    {
        BinEdges = { 0, 0.5, 1 }, Densities = new Histogram.Types.Densities { Values = { _random.NextDouble(), 0.25 } },
    };

    static ModifySet Set(params string[] members)
    {
        var set = new ModifyStringSet();
        foreach (var member in members) set.Values[member] = SET_OPERATION.Add;
        return new ModifySet { String = set };
    }

    static Step StepOf(long micros) => new() { Whole = (ulong)(micros / 1_000_000), Micro = (uint)(micros % 1_000_000) };

    T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    async Task DoneAsync(Task<string> request) => Assert.Empty(await wire.DoneAsync(await request));
}
