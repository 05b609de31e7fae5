using NeptuneAlt.LoadTests.Cluster;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>The command that tries a cluster on one machine, with loads of seconds.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterCommandTests
{
    [Fact]
    public async Task Measures_the_parts_and_loses_nothing_when_a_server_is_killed()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/postgresql"), "No PostgreSQL here. Install it.");

        var file = Path.GetTempFileName();
        var command = new ClusterCommand(kafka: null, lease: TimeSpan.FromSeconds(6), scale: 0.05, seed: 1);
        Assert.Equal(0, await command.RunAsync(file, TestContext.Current.CancellationToken));

        var report = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("\"log\": \"mock brokers\"", report, StringComparison.Ordinal);
        Assert.Contains("\"ingest\":", report, StringComparison.Ordinal);
        File.Delete(file);
    }
}
