using NeptuneAlt.Log;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Store;
using Npgsql;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Asks the services of a distributed server whether they answer, and changes nothing there.</summary>
static class ServiceProbes
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>What it said of itself.</returns>
    /// <exception cref="StartException">It does not answer, or refuses; the sentence says what to do.</exception>
    public static async Task<string> ClickHouseAsync(StoreAddress address, CancellationToken cancellationToken)
    {
        using var store = new ClickHouse(address with { Database = "system" });
        try
        {
            return $"ClickHouse {await WithinAsync(store.VersionAsync, cancellationToken)} answers at {address.Endpoint}.";
        }
        catch (StoreUnavailableException failure)
        {
            throw new StartException(
                $"ClickHouse at {address.Endpoint} cannot be reached: {CatalogFile.OneLine(failure.Message)} Look whether it runs, and at --clickhouse.", failure);
        }
        catch (StoreException failure)
        {
            throw new StartException(
                $"ClickHouse at {address.Endpoint} refuses: {CatalogFile.OneLine(failure.Message)} "
                + "Look at NEPTUNEALT_CLICKHOUSE_USER and NEPTUNEALT_CLICKHOUSE_PASSWORD.", failure);
        }
    }

    /// <inheritdoc cref="ClickHouseAsync"/>
    public static async Task<string> PostgresAsync(string connection, CancellationToken cancellationToken)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = (int)Patience.TotalSeconds };
        var name = $"PostgreSQL at {parts.Host}, database {parts.Database}";
        try
        {
            await using var database = new NpgsqlConnection(parts.ConnectionString);
            await database.OpenAsync(cancellationToken);
            return $"{name}, answers: version {database.PostgreSqlVersion}.";
        }
        catch (PostgresException refusal)
        {
            throw new StartException($"{name} refuses: {refusal.MessageText}. Look at the user, its password and the database in --postgres.", refusal);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            throw new StartException($"{name} cannot be reached: {CatalogFile.OneLine(failure.Message)} Look whether it runs, and at --postgres.", failure);
        }
    }

    /// <inheritdoc cref="ClickHouseAsync"/>
    public static async Task<string> KafkaAsync(KafkaLogOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var (brokers, partitions) = await KafkaProbe.AskAsync(options, Patience, cancellationToken);
            if (partitions > 0 && partitions != options.Partitions)
                throw new StartException(
                    $"Kafka's topic {options.Topic} has {partitions} partitions, and --partitions says {options.Partitions}: their number is for good.");

            return $"Kafka answers at {options.BootstrapServers} with {brokers} brokers; the topic {options.Topic} is "
                + (partitions > 0 ? "there." : "not there yet: the first start makes it.");
        }
        catch (LogUnavailableException failure)
        {
            throw new StartException(
                $"Kafka at {options.BootstrapServers} cannot be reached: {failure.Message}. Look whether it runs, at --kafka, and at the "
                + $"variables that begin with {ServiceAddresses.KafkaPrefix}.", failure);
        }
    }

    static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            return await ask(late.Token);
        }
        catch (OperationCanceledException given) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"It did not answer within {Patience.TotalSeconds:F0} seconds.", given);
        }
    }
}
