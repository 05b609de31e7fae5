namespace NeptuneAlt.Server;

/// <summary>How to run the server: the command line, or the same names as settings (<c>NEPTUNEALT_…</c>).</summary>
/// <param name="DataFolder">Where everything is kept.</param>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
public sealed record ServerOptions(string DataFolder, string Urls)
{
    public const string DefaultUrls = "http://127.0.0.1:8400";

    /// <summary>Accept any API token. Only on loopback addresses.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Create projects that clients log to and that do not exist.</summary>
    public bool CreateMissingProjects { get; init; } = true;

    /// <summary>The address that clients are told, where it differs from the one they asked.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Wait for the disk before acknowledging.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Partitions of the embedded log.</summary>
    public int LogPartitions { get; init; } = 1;

    public string LogFolder => Path.Combine(DataFolder, "log");
    public string StoreFolder => Path.Combine(DataFolder, "store");
    public string BlobFolder => Path.Combine(DataFolder, "files");
    public string TokenFile => Path.Combine(DataFolder, "api-token");
    public string CatalogFile => Path.Combine(DataFolder, "catalog.db");
}
