using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Store.Writes;

/// <summary>
/// One row of <c>run_attributes</c> by its columns, for the write half, which reads back what it wrote. See the schema
/// for what a column means for an attribute of each type.
/// </summary>
public readonly record struct AttributeCells()
{
    /// <summary>Columns that <see cref="Read"/> takes.</summary>
    internal const string ColumnNames = """
        run, path, type, series, int_value, float_value, string_value, set_value, mime, last_step, last_ts, points,
        finite, min_value, max_value, total, m2, has_preview, off, version
        """;

    public byte[] Path { get; init; } = [];

    public AttributeType Type { get; init; }

    public uint Series { get; init; }

    public long Int { get; init; }

    public double Float { get; init; }

    public byte[] String { get; init; } = [];

    public string[] Set { get; init; } = [];

    public string Mime { get; init; } = "";

    public long LastStep { get; init; }

    public long LastTime { get; init; }

    public long Points { get; init; }

    public long Finite { get; init; }

    public double Min { get; init; }

    public double Max { get; init; }

    public double Total { get; init; }

    /// <summary>
    /// Of a float series: its total is in units of 2^64, as the sum itself is beyond the range. The table has this as
    /// <c>int_value</c> 1.
    /// </summary>
    public bool IsTotalLarge
    {
        get => Type == AttributeType.FloatSeries && Int == 1;
        init => Int = value ? 1 : 0;
    }

    public double SquaredDeviations { get; init; }

    public bool HasPreview { get; init; }

    public long Offset { get; init; }

    public long Version { get; init; }

    internal static AttributeCells Read(Columns columns, int row) => new()
    {
        Path = columns.Strings("path")[row].ToArray(),
        Type = (AttributeType)columns.Values<byte>("type")[row],
        Series = columns.Values<uint>("series")[row],
        Int = columns.Values<long>("int_value")[row],
        Float = columns.Values<double>("float_value")[row],
        String = columns.Strings("string_value")[row].ToArray(),
        Set = columns.StringArrays("set_value").Texts(row),
        Mime = columns.Strings("mime").Text(row),
        LastStep = columns.Values<long>("last_step")[row],
        LastTime = columns.Values<long>("last_ts")[row],
        Points = (long)columns.Values<ulong>("points")[row],
        Finite = (long)columns.Values<ulong>("finite")[row],
        Min = columns.Values<double>("min_value")[row],
        Max = columns.Values<double>("max_value")[row],
        Total = columns.Values<double>("total")[row],
        SquaredDeviations = columns.Values<double>("m2")[row],
        HasPreview = columns.Values<byte>("has_preview")[row] != 0,
        Offset = (long)columns.Values<ulong>("off")[row],
        Version = (long)columns.Values<ulong>("version")[row],
    };
}
