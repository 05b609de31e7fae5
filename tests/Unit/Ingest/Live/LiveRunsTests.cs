using Microsoft.Extensions.Time.Testing;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Live;

public sealed class LiveRunsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("live-runs").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Lets_go_of_runs_at_rest_though_nobody_asks()
    {
        var time = new FakeTimeProvider();
        await using var log = new EmbeddedLog(new EmbeddedLogOptions(_folder, 2), time);
        using var live = new LiveRuns(log, time);
        foreach (var number in new[] { 1ul, 2ul })
        {
            var key = new RunKey(1, $"r{number}");
            var state = new RunState(new Run(number, Guid.Empty, 1, key.RunId, "P-1", null, null, null, DateTimeOffset.UnixEpoch));
            state.BeginTurn(new RunBlock());
            var bytes = LogRecord.Create(LogRecordKind.Operation, 1000, 1, [], "me");
            Assert.True(LogRecord.TryParse(bytes, out var record));
            state.Apply(record, 1);
            state.EndTurn();
            live.Show(key, state);
            if (number == 1) continue;

            state.Checkpoint(new RunBlock());
            live.Settle(key);
        }

        // The second run came to rest.
        Assert.Equal(2, live.Count);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, live.Count);
    }
}
