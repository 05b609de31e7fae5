using NeptuneAlt.Blobs.S3;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Hosting;

/// <summary>How to run the server: the command line, or the same names as settings (<c>NEPTUNEALT_…</c>).</summary>
/// <param name="DataFolder">Where everything is kept that no service keeps.</param>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
public sealed record ServerOptions(string DataFolder, string Urls)
{
    public const string DefaultUrls = "http://127.0.0.1:8400";

    public Roles Roles { get; init; } = Roles.All;

    /// <summary>Accept any API token. Only on loopback addresses.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Let browsers on this machine in without a token, while the server listens on loopback alone.</summary>
    public bool LocalSignIn { get; init; } = true;

    /// <summary>Create projects that clients log to and that do not exist.</summary>
    public bool CreateMissingProjects { get; init; } = true;

    /// <summary>The address that clients are given, if it differs from the one they asked.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Wait for the disk before acknowledging.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Go on without acknowledged records that the log lost.</summary>
    public bool AcceptLoss { get; init; }

    /// <summary>Partitions of the embedded log.</summary>
    public int LogPartitions { get; init; } = 1;

    /// <summary>The topic that is the log; <c>null</c>: segment files in the data folder.</summary>
    public KafkaLogOptions? Kafka { get; init; }

    /// <summary>The ClickHouse server that is the store; <c>null</c>: the engine, as a child process.</summary>
    public StoreAddress? ClickHouse { get; init; }

    /// <summary>Connection string of the database that is the catalog; <c>null</c>: SQLite in the data
    /// folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>
    /// The key under which token-signing keys are encrypted in PostgreSQL; <c>null</c>: they are not encrypted.
    /// </summary>
    public string? SigningSecret { get; init; }

    /// <summary>How this server meets the others; <c>null</c>: it is alone.</summary>
    public Membership? Membership { get; init; }

    /// <summary>How long a partition is left alone after its owner was heard of last.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for services that do not answer yet.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder of uploaded files; <c>null</c>: one in the data folder.</summary>
    public string? Files { get; init; }

    /// <summary>The bucket of uploaded files; <c>null</c>: they are kept in a folder.</summary>
    public S3Address? Bucket { get; init; }

    /// <summary>Clients send files in Amazon's protocol, not in Google's.</summary>
    public bool AmazonFiles { get; init; }

    /// <summary>The folder of dashboards that the server publishes; <c>null</c>: none.</summary>
    public string? Dashboards { get; init; }

    /// <summary>People may make links by which anybody can look at one dashboard or report.</summary>
    public bool PublicLinks { get; init; }

    /// <summary>Origins whose pages may show public links in a frame.</summary>
    public IReadOnlyList<string> EmbedOrigins { get; init; } = [];

    public string LogFolder => Path.Combine(DataFolder, "log");
    public string StoreFolder => Path.Combine(DataFolder, "store");
    public string BlobFolder => Files ?? Path.Combine(DataFolder, "files");
    public string TokenFile => Path.Combine(DataFolder, "api-token");
    public string CatalogFile => Path.Combine(DataFolder, "catalog.db");

    /// <summary>Whether the data folder holds what no other server may touch.</summary>
    public bool KeepsData => Kafka is null || ClickHouse is null || Postgres is null;
}

/// <summary>A server's place in a cluster.</summary>
/// <param name="Cluster">Servers of one name belong together.</param>
/// <param name="Address">Name or number under which the others reach this one.</param>
public sealed record Membership(string Cluster, string Address, int Port);
