using System.Runtime.InteropServices;
using System.Text;

namespace NeptuneAlt.LoadTests.Cluster;

/// <summary>
/// librdkafka's own mock brokers, on loopback in this process. They speak Kafka's protocol and take injected faults, but
/// keep only 5 MiB a partition, forget all on exit, and know neither topic creation nor deletion of records.
/// </summary>
sealed partial class MockKafka : IDisposable
{
    public const short ProduceRequest = 0, FetchRequest = 1;
    const int Producer = 0;

    readonly nint _client;
    readonly nint _cluster;

    static MockKafka() => NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, Resolve);

    public MockKafka(int brokers)
    {
        Span<byte> error = stackalloc byte[512];
        var configuration = NewConfiguration();
        _ = Set(configuration, "log_level", "0", error, (nuint)error.Length);
        _client = New(Producer, configuration, error, (nuint)error.Length);
        if (_client == 0) throw new InvalidOperationException(Encoding.UTF8.GetString(error));
        _cluster = NewCluster(_client, brokers);
        BootstrapServers = Marshal.PtrToStringUTF8(Bootstraps(_cluster))!; // a cluster has an address
    }

    public string BootstrapServers { get; }

    public void CreateTopic(string name, int partitions, int copies) => Check(CreateTopic(_cluster, name, partitions, copies));

    /// <param name="broker">Counted from 1; -1 for all.</param>
    public void SetDown(int broker) => Check(SetDown(_cluster, broker));

    /// <param name="broker">Counted from 1; -1 for all.</param>
    public void SetUp(int broker) => Check(SetUp(_cluster, broker));

    public void SetLeader(string topic, int partition, int broker) => Check(SetLeader(_cluster, topic, partition, broker));

    /// <summary>As if the topic's retention had deleted the records before an offset.</summary>
    public void DeleteRecords(string topic, int partition, long before) =>
        Check(DeleteRecords(_cluster, topic, partition, before));

    /// <summary>The next requests of that kind fail with these errors of the protocol, one each.</summary>
    public void FailNext(short request, params int[] errors) => PushErrors(_cluster, request, (nuint)errors.Length, errors);

    public void Dispose()
    {
        DestroyCluster(_cluster);
        Destroy(_client);
    }

    static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"The mock cluster answered {error}.");
    }

    /// <summary>The default build of the library may not load for want of Kerberos; the client falls back likewise.</summary>
    static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        foreach (var candidate in new[] { Library, "centos8-librdkafka", "alpine-librdkafka" })
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle)) return handle;
        return 0;
    }

    const string Library = "librdkafka";

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(nint configuration, string name, string value, Span<byte> error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint configuration, Span<byte> error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int copies);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetLeader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DeleteRecords(nint cluster, string topic, int partition, long before);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short request, nuint count, int[] errors);
}
