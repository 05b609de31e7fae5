using System.Data.Common;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Store;
using Npgsql;

namespace NeptuneAlt.Server.Parts;

/// <summary>Reads how the services are reached. What is secret comes from variables alone: a command line is seen by
/// everyone on the machine.</summary>
static class ServiceAddresses
{
    /// <summary>Variables that start so are settings of librdkafka: <c>…SASL_PASSWORD</c> is <c>sasl.password</c>.</summary>
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

    /// <param name="url">Such as <c>http://host:8123/?database=neptune&amp;cluster=name</c>.</param>
    /// <exception cref="StartException">It is none, or carries a password.</exception>
    public static StoreAddress ClickHouse(string url, string? user, string? password)
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

        return new StoreAddress(new Uri(uri.GetLeftPart(UriPartial.Path)), database, user, password);
    }

    /// <param name="isOpen">It was written on the command line.</param>
    /// <exception cref="StartException">It is none, or shows a password.</exception>
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

    static string Setting(string variable) => variable.ToLowerInvariant().Replace('_', '.');
}
