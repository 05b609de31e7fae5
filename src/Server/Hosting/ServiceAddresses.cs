using System.Data.Common;
using NeptuneAlt.Blobs.S3;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Store;
using Npgsql;

namespace NeptuneAlt.Server.Hosting;

/// <summary>Reads how the services are reached. What is secret comes from variables alone: a command line is seen by
/// everyone on the machine.</summary>
static class ServiceAddresses
{
    /// <summary>Variables that start so are settings of librdkafka: <c>…SASL_PASSWORD</c> is
    /// <c>sasl.password</c>.</summary>
    public const string KafkaPrefix = "NEPTUNEALT_KAFKA_CONFIG_";

    const string DefaultDatabase = "neptune";

    /// <param name="variables">The process's environment.</param>
    public static KafkaLogOptions Kafka(
        string brokers, string topic, int partitions, int? replicas, IReadOnlyDictionary<string, string> variables)
    {
        if (partitions is < 1 or > ushort.MaxValue)
            throw new StartException($"--partitions is from 1 to {ushort.MaxValue}, not {partitions}.");

        return new KafkaLogOptions(brokers, topic, partitions)
        {
            ReplicationFactor = (short?)replicas,
            // One copy may be away, and two hold what is acknowledged.
            InSyncReplicasMin = replicas >= 3 ? 2 : null,
            Settings = variables.Where(variable => variable.Key.StartsWith(KafkaPrefix, StringComparison.Ordinal))
                .ToDictionary(variable => Setting(variable.Key[KafkaPrefix.Length..]), variable => variable.Value),
        };
    }

    /// <param name="url">Such as <c>http://host:8123/?database=neptune</c>.</param>
    /// <param name="cluster">Name of the cluster that holds the tables, if any.</param>
    /// <exception cref="StartException">It is invalid, or contains a password.</exception>
    public static StoreAddress ClickHouse(string url, string? cluster, string? user, string? password)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new StartException($"'{url}' is not an address of ClickHouse; it looks like http://host:8123.");
        if (uri.UserInfo.Length > 0)
            throw new StartException(
                "The address of ClickHouse must not carry a user: use NEPTUNEALT_CLICKHOUSE_USER and NEPTUNEALT_CLICKHOUSE_PASSWORD.");

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(uri.Query);
        foreach (var name in query.Keys)
            if (name is not "database")
                throw new StartException($"The address of ClickHouse has no parameter '{name}', only 'database'.");

        var database = query.TryGetValue("database", out var given) ? given.ToString() : DefaultDatabase;
        if (database.Length == 0 || !database.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            throw new StartException($"'{database}' is not a database's name: letters, digits and _ are.");

        if (cluster is not null && !IsName(cluster))
            throw new StartException($"'{cluster}' is not a cluster's name: letters, digits, _ and - are.");

        return new StoreAddress(new Uri(uri.GetLeftPart(UriPartial.Path)), database, user, password) { Cluster = cluster };
    }

    /// <param name="files">A folder, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="variable">The variables' values, by names without the program's prefix.</param>
    /// <returns><c>null</c> if it is a folder.</returns>
    /// <exception cref="StartException">It means a bucket, but cannot be read.</exception>
    public static S3Address? Bucket(string? files, Func<string, string?> variable)
    {
        if (files is null || !S3Address.IsOne(files)) return null;
        if (!S3Address.TryParse(files, out var address))
            throw new StartException($"'{files}' is not a place for files; it looks like s3://bucket/prefix.");

        var endpoint = variable("S3_ENDPOINT") is { Length: > 0 } url ? url : null;
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new StartException($"NEPTUNEALT_S3_ENDPOINT is '{endpoint}'; it looks like https://s3.example.org.");
        var (key, secret) = (variable("S3_ACCESS_KEY"), variable("S3_SECRET_KEY"));
        if (key is { Length: > 0 } != secret is { Length: > 0 })
            throw new StartException("Set both NEPTUNEALT_S3_ACCESS_KEY and NEPTUNEALT_S3_SECRET_KEY, or none of them.");

        address = address with
        {
            Endpoint = endpoint is null ? null : new Uri(endpoint),
            AccessKey = key is { Length: > 0 } ? key : null, SecretKey = secret is { Length: > 0 } ? secret : null,
        };
        return variable("S3_REGION") is { Length: > 0 } region ? address with { Region = region } : address;
    }

    /// <param name="isOpen">It was written on the command line.</param>
    /// <exception cref="StartException">It is invalid, or shows a password.</exception>
    public static string Postgres(string connection, string? password, bool isOpen)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception failure) when (failure is ArgumentException or DbException)
        {
            throw new StartException(
                "The connection string of PostgreSQL cannot be read; it looks like Host=db;Database=neptunealt;Username=neptunealt.",
                failure);
        }

        if (isOpen && parts.Password is not null)
            throw new StartException(
                "A command line is no place for a password: use NEPTUNEALT_POSTGRES or NEPTUNEALT_POSTGRES_PASSWORD.");
        if (password is not null) parts.Password = password;
        parts.ApplicationName ??= "neptunealt";
        return parts.ConnectionString;
    }

    static bool IsName(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    static string Setting(string variable) => variable.ToLowerInvariant().Replace('_', '.');
}
