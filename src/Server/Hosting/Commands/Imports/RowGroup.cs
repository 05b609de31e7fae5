namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>
/// Rows of one run, column by column, as the exporter writes them. A column in which all is null is not there.
/// </summary>
sealed class RowGroup
{
    /// <summary>In <see cref="Steps"/> and the columns of times: null.</summary>
    public const long None = long.MinValue;

    public required int Rows { get; init; }

    public required string Project { get; init; }

    public required string RunId { get; init; }

    /// <summary>The attributes of the group, each once.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Of each row: its place in <see cref="Paths"/>.</summary>
    public required int[] PathOf { get; init; }

    /// <summary>Of each row.</summary>
    public required string?[] Types { get; init; }

    /// <summary>In micro-steps.</summary>
    public long[]? Steps { get; init; }

    /// <summary>In ms since 1970, as <see cref="Datetimes"/>.</summary>
    public long[]? Times { get; init; }

    public long?[]? Ints { get; init; }

    public double?[]? Floats { get; init; }

    public string?[]? Strings { get; init; }

    public bool?[]? Bools { get; init; }

    public long[]? Datetimes { get; init; }

    public string[]?[]? Sets { get; init; }

    /// <summary>Below the project's folder of files.</summary>
    public string?[]? Files { get; init; }

    public string?[]? HistogramTypes { get; init; }

    public double[]?[]? HistogramEdges { get; init; }

    public double[]?[]? HistogramValues { get; init; }

    public string PathAt(int row) => Paths[PathOf[row]];

    public string? TextAt(int row) => Strings?[row];

    public string? FileAt(int row) => Files?[row];

    public double? NumberAt(int row) => Floats?[row];

    public long StepAt(int row) => Steps?[row] ?? None;

    public long TimeAt(int row) => Times?[row] ?? None;
}
