using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log.Kafka;

/// <summary>The topic as such: makes it, knows its end, and deletes what is no longer needed.</summary>
sealed class KafkaTopic(KafkaLogOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);
    const int CreationWaits = 50;
    const int EndAttemptsMax = 15;

    readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig(options.Client))
        .SetLogHandler((_, message) => Telemetry.KafkaSaid(logger, message.Facility, message.Message))
        .SetErrorHandler((_, error) => Telemetry.KafkaSaid(logger, error.Code.ToString(), error.Reason))
        .Build();
    readonly long[] _trimmed = new long[options.Partitions];
    volatile bool _cannotTrim;

    /// <summary>Makes the topic if it is missing.</summary>
    /// <exception cref="InvalidDataException">It has another number of partitions.</exception>
    /// <exception cref="LogUnavailableException">The brokers do not answer.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            var found = await FindAsync(cancellationToken);
            if (found == options.Partitions) return;
            if (found > 0)
                throw new InvalidDataException(
                    $"Kafka's topic {options.Topic} has {found} partitions, not {options.Partitions}: their number is for good.");
            if (waits == CreationWaits) throw new LogUnavailableException($"Kafka's topic {options.Topic} does not appear.");
            if (waits == 0) await CreateAsync();
            await Task.Delay(Wait, time, cancellationToken);
        }
    }

    public async Task<long> EndAsync(int partition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await LatestAsync(partition).WaitAsync(cancellationToken);
            }
            catch (ListOffsetsException failure)
            {
                // While a partition's leader moves, the one asked is the wrong one.
                var error = failure.Result.ResultInfos[0].TopicPartitionOffsetError.Error;
                if (attempt == EndAttemptsMax)
                    throw new LogUnavailableException($"Kafka does not tell the end of partition {partition}: {error.Reason}", failure);
            }
            catch (KafkaException failure)
            {
                throw new LogUnavailableException($"Kafka does not answer: {failure.Error.Reason}", failure);
            }
            catch (ObjectDisposedException)
            {
                throw new LogUnavailableException("The server is shutting down.");
            }

            // What it knows of leaders is only refreshed when asked for.
            await Task.Delay(Wait, time, cancellationToken);
            await FindAsync(cancellationToken);
        }
    }

    /// <summary>Deletes records before an offset, now and then; the caller does not wait for it.</summary>
    public void Trim(int partition, long before)
    {
        var last = Volatile.Read(ref _trimmed[partition]);
        if (_cannotTrim || last != 0 && time.GetElapsedTime(last) < TrimInterval) return;
        if (Interlocked.CompareExchange(ref _trimmed[partition], time.GetTimestamp(), last) != last) return;

        _ = DeleteAsync(partition, before);
    }

    public void Dispose() => _admin.Dispose();

    async Task<long> LatestAsync(int partition)
    {
        var answer = await _admin.ListOffsetsAsync(
            [
                new TopicPartitionOffsetSpec
                {
                    TopicPartition = new TopicPartition(options.Topic, partition), OffsetSpec = OffsetSpec.Latest(),
                },
            ],
            new ListOffsetsOptions
            {
                RequestTimeout = options.RequestTimeout, IsolationLevel = IsolationLevel.ReadUncommitted,
            });
        return answer.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    async Task<int> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Of all topics: asking for a missing one by name may create it, as the brokers see fit.
            var metadata = await Task.Run(() => _admin.GetMetadata(options.RequestTimeout), cancellationToken);
            return metadata.Topics.Find(topic => topic.Topic == options.Topic)?.Partitions.Count ?? 0;
        }
        catch (KafkaException failure)
        {
            throw new LogUnavailableException($"Kafka does not answer: {failure.Error.Reason}", failure);
        }
    }

    async Task CreateAsync()
    {
        // Records go when they are in the store, not when they are old: a store that is down for long costs nothing.
        var settings = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = "-1",
            ["retention.bytes"] = "-1",
            ["max.message.bytes"] = KafkaLogOptions.MessageBytesMax.ToString(CultureInfo.InvariantCulture),
            ["unclean.leader.election.enable"] = "false",
        };
        if (options.InSyncReplicasMin is { } min)
            settings["min.insync.replicas"] = min.ToString(CultureInfo.InvariantCulture);
        try
        {
            await _admin.CreateTopicsAsync(
                [
                    new TopicSpecification
                    {
                        Name = options.Topic, NumPartitions = options.Partitions,
                        ReplicationFactor = options.ReplicationFactor ?? -1, Configs = settings,
                    },
                ],
                new CreateTopicsOptions { RequestTimeout = options.RequestTimeout });
        }
        catch (CreateTopicsException failure) when (failure.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // Another server was faster.
        }
        catch (KafkaException failure)
        {
            var reason = (failure as CreateTopicsException)?.Results[0].Error.Reason ?? failure.Error.Reason;
            throw new LogUnavailableException($"Kafka's topic {options.Topic} cannot be created: {reason}", failure);
        }
    }

    async Task DeleteAsync(int partition, long before)
    {
        try
        {
            await _admin.DeleteRecordsAsync([new TopicPartitionOffset(options.Topic, partition, before)]);
        }
        catch (KafkaException failure)
        {
            // Then the topic's own retention has to do.
            var error = (failure as DeleteRecordsException)?.Results.Find(result => result.Error.IsError)?.Error ?? failure.Error;
            _cannotTrim = error.Code
                is ErrorCode.Local_UnsupportedFeature or ErrorCode.TopicAuthorizationFailed or ErrorCode.PolicyViolation;
            Telemetry.TrimFailed(logger, partition, error.Reason);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: the next start trims.
        }
    }
}
