using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Simulation;

/// <summary>
/// What clients log: runs that fork off each other in any order of creation, several writers to a run, series of all
/// types, previews, configs, sets, retried creations, and every kind of value that must be refused.
/// </summary>
sealed class Traffic(World world)
{
    const long EpochMs = 1_767_225_600_000; // 2026-01-01
    const double Dirt = 0.06;

    // As what was logged elsewhere.
    const double Imports = 0.15;

    // So many series at once that their rows wait for the checkpoint; see RunState.
    const double Breadth = 0.03;
    const int WideSeries = 130;

    int _serial;

    /// <summary>The requests of each writer, in its order.</summary>
    public List<List<byte[]>> Writers()
    {
        var writers = new List<List<byte[]>>();
        var count = world.Random.Next(2, 7);
        for (var i = 0; i < count; i++)
        {
            var run = Plan(i);
            var size = world.Random.Next(4, 22);
            writers.Add(Script(run, size, creates: true));
            if (world.Chance(0.3)) writers.Add(Script(run, size / 2, creates: world.Chance(0.3)));
        }

        return writers;
    }

    RunPlan Plan(int index)
    {
        var id = $"r{index}";
        var experiment = world.Chance(0.5) ? $"e{world.Random.Next(2)}" : null;
        if (!world.Chance(0.5)) return new RunPlan(id, experiment, null, 0, false);

        // Parents have lower numbers, whenever they are created, so that no circle is asked for.
        var parent = index == 0 || world.Chance(0.08) ? "never" : $"r{world.Random.Next(index)}";
        return new RunPlan(id, experiment, parent, world.Random.Next(0, 12), world.Chance(0.7));
    }

    List<byte[]> Script(RunPlan run, int size, bool creates)
    {
        var script = new List<byte[]>();
        if (world.Chance(0.1)) script.Add(Update(run, [Snapshot(run, 1)]));
        // What a fork that is imported inherits is the importer's to say.
        if (creates) script.Add(run.Parent is null && world.Chance(Imports) ? Imported(Create(run, run.ForkStep)) : Create(run, run.ForkStep));
        double step = run.ForkStep;
        for (var i = 0; i < size; i++)
        {
            if (world.Chance(0.03)) script.Add(Create(run, run.ForkStep + world.Random.Next(2)));
            var snapshots = new List<UpdateRunSnapshot>();
            for (var left = world.Random.Next(1, 6); left > 0; left--)
            {
                step += world.Pick([0.5, 1.0, 1.0, 2.0]);
                if (world.Chance(Dirt)) step = Math.Max(0, step - world.Random.Next(4));
                snapshots.Add(Snapshot(run, step));
            }

            if (world.Chance(Breadth)) snapshots.Add(Wide(step += 1));
            script.Add(world.Chance(Imports) ? Imported(Update(run, snapshots)) : Update(run, snapshots));
            if (world.Chance(0.04)) script.Add(Removal(run, step));
            if (world.Chance(0.05)) script.Add(script[^1]); // a client that was killed and knows no better
            if (world.Chance(0.05)) script.Add(world.Pick(script)); // or was started from an older copy of its queue
        }

        return script;
    }

    static byte[] Update(RunPlan run, List<UpdateRunSnapshot> snapshots) => new RunOperation
    {
        Project = "w/p", RunId = run.Id, UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } },
    }.ToByteArray();

    /// <summary>The same request as an importer sends it.</summary>
    static byte[] Imported(byte[] body)
    {
        using var stream = new MemoryStream();
        stream.Write(body);
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(ImportedNumber.GreatestField, WireFormat.WireType.Varint);
            output.WriteUInt64(1);
        }

        return stream.ToArray();
    }

    /// <summary>Somebody tidies up a series: an end, a piece, all of it, or what has a time too far ahead.</summary>
    byte[] Removal(RunPlan run, double step)
    {
        var path = world.Pick(["m/0", "m/1", "s/0", "h/0", "f/0", $"c/{run.Id}/0", "none"]);
        var from = world.Chance(0.3) ? long.MinValue : (long)(world.Random.NextDouble() * step * 1e6);
        var to = world.Chance(0.5) ? long.MaxValue : from + world.Random.Next(6_000_000);
        return new RemovalRequest(
            System.Text.Encoding.UTF8.GetBytes(path), from, to,
            world.Chance(0.7) ? long.MinValue : EpochMs + world.Random.Next(20_000), long.MaxValue).ToBody(run.Id);
    }

    static byte[] Create(RunPlan run, int forkStep)
    {
        var create = new Run { RunId = run.Id };
        if (run.Experiment is { } experiment) create.ExperimentId = experiment;
        create.InheritConfigs = run.InheritsConfigs;
        if (run.Parent is { } parent)
            create.ForkPoint = new ForkPoint { ParentRunId = parent, Step = new Step { Whole = (ulong)forkStep } };
        return new RunOperation { Project = "w/p", RunId = run.Id, Create = create }.ToByteArray();
    }

    UpdateRunSnapshot Snapshot(RunPlan run, double step)
    {
        var snapshot = new UpdateRunSnapshot { Step = StepOf(step) };
        if (!world.Chance(0.15)) snapshot.Timestamp = Time(EpochMs + (long)(step * 1000));
        if (world.Chance(Dirt)) snapshot.Timestamp = Time(EpochMs + world.Random.Next(20_000));
        if (world.Chance(0.1)) snapshot.Preview = new Preview { IsPreview = true, CompletionRatio = 0.5f };
        for (var left = world.Random.Next(1, 5); left > 0; left--) Append(snapshot, run);
        if (world.Chance(0.3)) Assign(snapshot, run);
        if (world.Chance(Dirt)) Soil(snapshot, run);
        return snapshot;
    }

    UpdateRunSnapshot Wide(double step)
    {
        var snapshot = new UpdateRunSnapshot { Step = StepOf(step), Timestamp = Time(EpochMs + (long)(step * 1000)) };
        for (var i = 0; i < WideSeries; i++) snapshot.Append[$"w/{i}"] = Float();
        return snapshot;
    }

    void Append(UpdateRunSnapshot snapshot, RunPlan run)
    {
        var (path, value) = world.Random.Next(10) switch
        {
            < 6 => ($"m/{world.Random.Next(5)}", Float()),
            6 => ($"s/{world.Random.Next(2)}", new Value { String = $"line {world.Random.Next(3)}" }),
            7 => ($"h/{world.Random.Next(2)}", Histogram(double.NaN, world.Random.Next(3))),
            8 => ($"f/{world.Random.Next(2)}", new Value { FileRef = File() }),
            // One name, any type: the first accepted write decides.
            _ => ($"c/{run.Id}/{world.Random.Next(2)}", world.Pick([Float(), new Value { String = "x" }, Histogram(double.NaN, 1)])),
        };
        snapshot.Append[path] = value;
    }

    void Assign(UpdateRunSnapshot snapshot, RunPlan run)
    {
        snapshot.Assign[$"a/{run.Id}/lr"] = Float();
        if (world.Chance(0.5)) snapshot.Assign[$"a/{run.Id}/n"] = new Value { Int64 = world.Random.Next(100) };
        if (world.Chance(0.3)) snapshot.Assign[$"a/{run.Id}/name"] = new Value { String = $"n{world.Random.Next(5)}" };
        if (world.Chance(0.3)) snapshot.Assign[$"c/{run.Id}/0"] = new Value { Bool = true };
        if (world.Chance(0.2)) Modify("sys/tags", $"{run.Id}-{world.Random.Next(3)}", SET_OPERATION.Add);
        if (!world.Chance(0.5)) return;

        Modify(
            $"a/{run.Id}/set", $"tag{world.Random.Next(4)}",
            world.Pick([SET_OPERATION.Add, SET_OPERATION.Add, SET_OPERATION.Remove]));

        void Modify(string path, string member, SET_OPERATION operation) => snapshot.ModifySets[path] =
            new ModifySet { String = new ModifyStringSet { Values = { [member] = operation } } };
    }

    void Soil(UpdateRunSnapshot snapshot, RunPlan run)
    {
        switch (world.Random.Next(7))
        {
            case 0: snapshot.Append[""] = Float(); break;
            case 1: snapshot.Append[new string('p', 1025)] = Float(); break;
            case 2: snapshot.Step = new Step { Whole = 1_000_000_000_000 }; break;
            case 3: snapshot.Step = new Step { Whole = 1, Micro = 1_000_000 }; break;
            case 4: snapshot.Append[$"c/{run.Id}/{world.Random.Next(2)}"] = Histogram(0, 2); break;
            case 5: snapshot.Assign["sys/id"] = new Value { String = "mine" }; break;
            case 6: snapshot.Timestamp = new Timestamp { Seconds = -9_000_000_000 }; break;
        }
    }

    Value Float() => new()
    {
        Float64 = world.Random.Next(20) switch
        {
            0 => double.NaN,
            1 => double.PositiveInfinity,
            2 => double.NegativeInfinity,
            3 => -0.0,
            < 8 => world.Random.Next(3),
            _ => world.Random.NextDouble(),
        },
    };

    FileRef File() => new() { Path = $"files/{_serial++ % 5}", SizeBytes = world.Random.Next(1000), MimeType = "text/plain" };

    /// <param name="broken">Not NaN: an edge that is, so that the histogram is refused.</param>
    static Value Histogram(double broken, int count) => new()
    {
        Histogram = new Histogram
        {
            BinEdges = { 0, double.IsNaN(broken) ? 1 : double.NaN, 2 },
            Counts = new Histogram.Types.Counts { Values = { (ulong)count, 1 } },
        },
    };

    static Step StepOf(double step) => new() { Whole = (ulong)step, Micro = (ulong)((step - Math.Floor(step)) * 1_000_000) };

    static Timestamp Time(long ms) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(ms));

    sealed record RunPlan(string Id, string? Experiment, string? Parent, int ForkStep, bool InheritsConfigs);
}
