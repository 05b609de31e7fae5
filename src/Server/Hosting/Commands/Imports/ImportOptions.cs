namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>What is to be imported, and how.</summary>
/// <param name="Data">Folder of the Parquet files.</param>
/// <param name="Files">Folder of the files that runs uploaded.</param>
/// <param name="Models">Folder of the 2.x model registry's Parquet files.</param>
/// <param name="ModelFiles">Folder of its files; that of the runs if not set.</param>
/// <param name="Errors">The exporter's list of what it could not export.</param>
sealed record ImportOptions(string Data, string? Files, string? Models, string? ModelFiles, string? Errors)
{
    /// <summary>Only these projects, each under the name that it is to have; empty: all, as they are called.</summary>
    public IReadOnlyDictionary<string, string> Projects { get; init; } = new Dictionary<string, string>();

    /// <summary>Only runs of these ids; empty: all.</summary>
    public IReadOnlySet<string> Runs { get; init; } = new HashSet<string>();

    /// <summary>Only runs that were made or changed since.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The project on the server; <c>null</c>: it is not to be imported.</summary>
    public string? Target(string project) => Projects.Count == 0 ? project : Projects.GetValueOrDefault(project);

    public bool Takes(ExportedRun run) =>
        (Runs.Count == 0 || Runs.Contains(run.RunId) || Runs.Contains(run.ExportedId) || run.SysId is { } id && Runs.Contains(id))
        && (Since is not { } since || (run.Modified ?? run.Created ?? DateTimeOffset.MaxValue) >= since);
}
