namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Writes one run. What it wrote is there under its name only when it is whole.</summary>
abstract class RunWriter : IAsyncDisposable
{
    /// <summary>Ending of what is being written.</summary>
    protected const string Unfinished = ".tmp";

    public abstract Task WriteAsync(RunRows rows, CancellationToken cancellationToken);

    /// <summary>Puts what was written in the place of what was there.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <param name="folder">Of the whole export.</param>
    public static RunWriter Create(ExportFormat format, string folder, string project, string runId) => format switch
    {
        ExportFormat.Exporter => new PartsWriter(BaseOf(format, folder, project, runId), project, runId),
        ExportFormat.Parquet => new ParquetTable(BaseOf(format, folder, project, runId) + ".parquet", project, runId),
        ExportFormat.Arrow => new ArrowTable(BaseOf(format, folder, project, runId) + ".arrow", project, runId),
        _ => new CsvTable(BaseOf(format, folder, project, runId) + ".csv", project, runId),
    };

    /// <summary>Whether a run is there, whole.</summary>
    public static bool IsThere(ExportFormat format, string folder, string project, string runId) =>
        File.Exists(BaseOf(format, folder, project, runId) + format switch
        {
            ExportFormat.Exporter => "_part_0.parquet",
            ExportFormat.Parquet => ".parquet",
            ExportFormat.Arrow => ".arrow",
            _ => ".csv",
        });

    protected static FileStream Begin(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // below the export's folder
        return new FileStream(path + Unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true);
    }

    static string BaseOf(ExportFormat format, string folder, string project, string runId)
    {
        var kind = format switch
        {
            ExportFormat.Exporter => "data",
            ExportFormat.Parquet => "parquet",
            ExportFormat.Arrow => "arrow",
            _ => "csv",
        };
        return Path.Combine(folder, kind, FileNames.Of(project), FileNames.Of(runId));
    }
}
