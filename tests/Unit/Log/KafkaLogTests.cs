using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Kafka;
using Xunit;

namespace NeptuneAlt.Unit.Log;

/// <summary>
/// The Kafka log against real brokers: <c>NEPTUNEALT_TEST_KAFKA</c> names them as a client's bootstrap servers.
/// </summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class KafkaLogTests : LogConformance
{
    static readonly string? Brokers = Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_KAFKA");

    readonly string _topic = $"neptunealt-test-{Guid.NewGuid():N}";

    protected override async Task<ILog> OpenAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Brokers), "NEPTUNEALT_TEST_KAFKA names no brokers.");
        return await KafkaLog.OpenAsync(
            new KafkaLogOptions(Brokers!, _topic, Partitions), TimeProvider.System, NullLogger<KafkaLog>.Instance, Token); // not skipped
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (string.IsNullOrEmpty(Brokers)) return;

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Brokers }).Build();
        await admin.DeleteTopicsAsync([_topic]);
    }

    [Fact]
    public async Task Goes_on_where_it_was_after_it_is_opened_again()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(i, await Log.AppendAsync(1, Record(i), Token));
            if (i % 10 != 9) continue;
            await Log.DisposeAsync();
            Log = await OpenAsync();
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(i => Record(i)), await ReadAsync(Log, 1, 0, 30));
    }
}
