using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>
/// What one run adds to the store: the rows made of a stretch of its records, by table. Filled by one grain turn, then
/// handed over and not changed again but for verdicts in doubt.
/// </summary>
[GenerateSerializer, Immutable]
public sealed class RunBlock
{
    /// <summary>Number of the run; 0 if it does not exist (there are only errors then).</summary>
    [Id(0)] public ulong Run { get; set; }
    [Id(1)] public uint Project { get; set; }
    [Id(2)] public PointColumns Points { get; } = new();
    [Id(3)] public List<PreviewRow> Previews { get; } = [];
    [Id(4)] public List<StringRow> Strings { get; } = [];
    [Id(5)] public List<HistogramRow> Histograms { get; } = [];
    [Id(6)] public List<FileRow> Files { get; } = [];
    [Id(7)] public List<AttributeRow> Attributes { get; } = [];
    [Id(8)] public List<DefinitionRow> Definitions { get; } = [];
    [Id(9)] public List<ErrorRow> Errors { get; } = [];

    /// <summary>Name of the experiment that this run became the head of, if it did.</summary>
    [Id(10)] public string? Experiment { get; set; }

    /// <summary>About how many rows a checkpoint of the run would write now; 0 if it is not behind.</summary>
    [Id(11)] public int OwedRows { get; set; }

    /// <summary>Children that forked at or after this step inherit some of what is new here. The largest number: nothing
    /// is; -1: all may be.</summary>
    [Id(12)] public long FirstStep { get; set; } = long.MaxValue;

    /// <summary>Runs that must look again at what they inherit.</summary>
    [Id(13)] public List<string> AffectedForks { get; } = [];

    /// <summary>Series that have grown by enough points for another rollup.</summary>
    [Id(14)] public List<uint> LongSeries { get; } = [];

    /// <summary>An attribute has a new value that forks take over if they were there before the run.</summary>
    [Id(15)] public bool ChangesInherited { get; set; }

    /// <summary>Values among the errors that may be repeats. Settled before the block is stored.</summary>
    [Id(16)] public List<Doubt> Doubts { get; } = [];

    /// <summary>Numbers of series that got another one: their rows are to be removed once nobody reads them.</summary>
    [Id(17)] public List<uint> Retired { get; } = [];

    /// <summary>Rows over all tables.</summary>
    public int Rows => Points.Count + Previews.Count + Strings.Count + Histograms.Count + Files.Count
        + Attributes.Count + Errors.Count;
}

/// <summary>Committed float points as columns of equal length. Steps are micro-steps, times ms since 1970.</summary>
[GenerateSerializer, Immutable]
public sealed class PointColumns
{
    [Id(0)] public List<uint> Series { get; } = [];
    [Id(1)] public List<long> Steps { get; } = [];
    [Id(2)] public List<long> Times { get; } = [];
    [Id(3)] public List<double> Values { get; } = [];
    [Id(4)] public List<long> Offsets { get; } = [];

    public int Count => Series.Count;

    /// <summary>Makes room, so that filling it copies nothing.</summary>
    public void Reserve(int points)
    {
        Series.EnsureCapacity(points);
        Steps.EnsureCapacity(points);
        Times.EnsureCapacity(points);
        Values.EnsureCapacity(points);
        Offsets.EnsureCapacity(points);
    }

    public void Add(uint series, long step, long time, double value, long offset)
    {
        Series.Add(series);
        Steps.Add(step);
        Times.Add(time);
        Values.Add(value);
        Offsets.Add(offset);
    }
}

[GenerateSerializer, Immutable]
public readonly record struct PreviewRow(
    [property: Id(0)] uint Series, [property: Id(1)] long Step, [property: Id(2)] long Time,
    [property: Id(3)] double Value, [property: Id(4)] float Completion, [property: Id(5)] long Offset);

[GenerateSerializer, Immutable]
public readonly record struct StringRow(
    [property: Id(0)] uint Series, [property: Id(1)] long Step, [property: Id(2)] long Time,
    [property: Id(3)] byte[] Value, [property: Id(4)] long Offset);

[GenerateSerializer, Immutable]
public readonly record struct HistogramRow(
    [property: Id(0)] uint Series, [property: Id(1)] long Step, [property: Id(2)] long Time,
    [property: Id(3)] bool Density, [property: Id(4)] double[] Edges, [property: Id(5)] double[] Values,
    [property: Id(6)] long Offset);

[GenerateSerializer, Immutable]
public readonly record struct FileRow(
    [property: Id(0)] uint Series, [property: Id(1)] long Step, [property: Id(2)] long Time,
    [property: Id(3)] string Path, [property: Id(4)] long Size, [property: Id(5)] string Mime,
    [property: Id(6)] long Offset, [property: Id(7)] int Sequence);

[GenerateSerializer, Immutable]
public readonly record struct DefinitionRow([property: Id(0)] byte[] Path, [property: Id(1)] AttributeType Type);

[GenerateSerializer, Immutable]
public readonly record struct ErrorRow(
    [property: Id(0)] long Offset, [property: Id(1)] int Sequence, [property: Id(2)] string Path,
    [property: Id(3)] IngestCode Code, [property: Id(4)] int Count, [property: Id(5)] string Message);

/// <summary>One row of the tables <c>attributes</c> and <c>run_attributes</c>; see their schema for the columns.</summary>
[GenerateSerializer, Immutable]
public record struct AttributeRow
{
    public AttributeRow() { }

    /// <summary>The run it belongs to, where that is not the block's own.</summary>
    [Id(0)] public ulong OtherRun { get; init; }
    [Id(1)] public required byte[] Path { get; init; }
    [Id(2)] public required AttributeType Type { get; init; }
    [Id(3)] public uint Series { get; init; }
    [Id(4)] public long Int { get; init; }
    [Id(5)] public double Float { get; init; }
    [Id(6)] public byte[] String { get; init; } = [];
    [Id(7)] public string[] Set { get; init; } = [];
    [Id(8)] public string Mime { get; init; } = "";
    [Id(9)] public SeriesSummary Summary { get; init; }
    [Id(10)] public required long Offset { get; init; }
    [Id(11)] public required long Version { get; init; }

    /// <summary>Of a new series: <c>attributes</c> gets its row with the next checkpoint.</summary>
    [Id(12)] public bool IsByRunOnly { get; init; }

    /// <param name="path">Its place in the question.</param>
    internal readonly LiveAttribute ToLive(Run run, int path) => new()
    {
        Run = run.Number, Project = run.Project, Path = path, Type = Type, Series = Series, Int = Int, Float = Float,
        LastStep = Summary.LastStep, LastTime = Summary.LastTime, Points = (ulong)Summary.Points,
        Finite = (ulong)Summary.Finite, Min = Summary.Min, Max = Summary.Max, Total = Summary.Total,
        SquaredDeviations = Summary.SquaredDeviations, HasPreview = Summary.HasPreview,
    };
}
