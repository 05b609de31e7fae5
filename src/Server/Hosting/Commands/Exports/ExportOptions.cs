namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>How runs are written.</summary>
enum ExportFormat
{
    /// <summary>As neptune-exporter 3.x does: what <c>import exporter</c> reads.</summary>
    Exporter,

    /// <summary>A table a run.</summary>
    Parquet,

    /// <inheritdoc cref="Parquet"/>
    Csv,

    /// <inheritdoc cref="Parquet"/>
    Arrow,
}

/// <summary>What is to be exported, and where to.</summary>
/// <param name="HasFiles">Files come along.</param>
sealed record ExportOptions(string Folder, IReadOnlyList<string> Projects, ExportFormat Format, bool HasFiles)
{
    /// <summary>Only runs of these ids; empty: all.</summary>
    public IReadOnlySet<string> Runs { get; init; } = new HashSet<string>();

    /// <summary>Only runs that match: NQL.</summary>
    public string? Query { get; init; }

    /// <summary>Only runs that were made or changed since.</summary>
    public DateTimeOffset? Since { get; init; }
}
