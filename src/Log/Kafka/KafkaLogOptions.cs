using Confluent.Kafka;

namespace NeptuneAlt.Log.Kafka;

/// <summary>Which topic holds the log, and how it is used.</summary>
/// <param name="BootstrapServers">Host and port of some brokers, separated by commas.</param>
/// <param name="Topic">Its own topic: made if it is not there, never shared with other producers.</param>
/// <param name="Partitions">Number of partitions; fixed for the life of the topic.</param>
public sealed record KafkaLogOptions(string BootstrapServers, string Topic, int Partitions)
{
    /// <summary>Copies that a new topic keeps of each record; <c>null</c>: as the brokers are set.</summary>
    public short? ReplicationFactor { get; init; }

    /// <summary>Copies of a new topic that must hold a record before it is acknowledged; <c>null</c>: as the brokers are set.</summary>
    public int? InSyncReplicasMin { get; init; }

    /// <summary>Further settings by librdkafka's names, such as those of TLS and SASL.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Accepted bytes that the brokers have not acknowledged before appends are refused.</summary>
    public long PendingBytesMax { get; init; } = 64 << 20;

    /// <summary>How long an append waits for its acknowledgement. It may still get stored after that.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A partition that acknowledged nothing for this long while it was owed takes no more appends for now.</summary>
    public TimeSpan StallMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes read ahead of the reader, a partition.</summary>
    public long ReadAheadBytes { get; init; } = 16 << 20;

    /// <summary>How long the brokers may take to answer what is not an append.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of the largest record, a batch's head included.</summary>
    internal const int MessageBytesMax = 18 << 20;

    internal ClientConfig Client => new(Settings.ToDictionary())
    {
        BootstrapServers = BootstrapServers,
        ClientId = "neptunealt",
        MessageMaxBytes = MessageBytesMax,
        ReconnectBackoffMaxMs = 1000,
    };
}
