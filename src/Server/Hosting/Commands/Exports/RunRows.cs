namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Values of some rows of a column; the others are null.</summary>
sealed class Cells<T>
{
    readonly List<int> _rows = [];
    readonly List<T> _values = [];

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> Rows => _rows;

    public List<T> Values => _values;

    public void Add(int row, T value)
    {
        _rows.Add(row);
        _values.Add(value);
    }

    public void Clear()
    {
        _rows.Clear();
        _values.Clear();
    }

    /// <summary>All rows, with <paramref name="convert"/> of the values where there are some.</summary>
    public void CopyTo<TTo>(TTo[] rows, Func<T, TTo> convert)
    {
        for (var i = 0; i < _rows.Count; i++) rows[_rows[i]] = convert(_values[i]);
    }
}

/// <param name="Type"><c>COUNTING</c> or <c>DENSITY</c>.</param>
sealed record ExportedHistogram(string Type, double[] Edges, double[] Values);

/// <summary>Rows of one run as an export has them, in columns: attributes, or points of series.</summary>
sealed class RunRows
{
    /// <summary>Rows in memory at a time: a row group of the files that are written.</summary>
    public const int Max = 1 << 18;

    public int Count => Paths.Count;

    public bool IsFull => Count >= Max;

    public List<string> Paths { get; } = [];

    /// <summary>As the exporter names them.</summary>
    public List<string> Types { get; } = [];

    /// <summary>In micro-steps.</summary>
    public Cells<long> Steps { get; } = new();

    /// <summary>Milliseconds since 1970, as <see cref="Datetimes"/>.</summary>
    public Cells<long> Times { get; } = new();

    public Cells<long> Ints { get; } = new();

    public Cells<double> Floats { get; } = new();

    public Cells<string> Strings { get; } = new();

    public Cells<bool> Bools { get; } = new();

    public Cells<long> Datetimes { get; } = new();

    public Cells<IReadOnlyList<string>> Sets { get; } = new();

    /// <summary>Below the project's folder of files.</summary>
    public Cells<string> Files { get; } = new();

    public Cells<ExportedHistogram> Histograms { get; } = new();

    /// <returns>The row.</returns>
    public int Add(string path, string type)
    {
        Paths.Add(path);
        Types.Add(type);
        return Paths.Count - 1;
    }

    /// <returns>The row.</returns>
    public int AddPoint(string path, string type, long step, long time)
    {
        var row = Add(path, type);
        Steps.Add(row, step);
        Times.Add(row, time);
        return row;
    }

    public void Clear()
    {
        Paths.Clear();
        Types.Clear();
        Steps.Clear();
        Times.Clear();
        Ints.Clear();
        Floats.Clear();
        Strings.Clear();
        Bools.Clear();
        Datetimes.Clear();
        Sets.Clear();
        Files.Clear();
        Histograms.Clear();
    }
}
