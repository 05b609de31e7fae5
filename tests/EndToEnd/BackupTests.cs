using Google.Protobuf;
using NeptuneAlt.Client;
using NeptuneAlt.EndToEnd.Imports;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>A backup of a data folder, made while the server takes points.</summary>
public class BackupTests
{
    const string Project = "team/backup";
    const int Runs = 4;
    const int PointsOfRequest = 500;

    [Fact]
    public async Task A_backup_under_load_has_every_point_that_was_acknowledged_before_it_began()
    {
        var folder = Directory.CreateTempSubdirectory("neptunealt-").FullName;
        try
        {
            long[] before, after;
            byte[] picture = [1, 2, 3, 4];
            await using (var server = await ServerProcess.StartAsync())
            {
                using var client = await TrackerFixtures.ConnectAsync(server);
                await client.UploadAsync(Project, "a/file.bin", picture, "application/octet-stream", TestContext.Current.CancellationToken);
                using var stop = new CancellationTokenSource();
                var acknowledged = new long[Runs];
                var load = Task.WhenAll(Enumerable.Range(0, Runs).Select(run => LogAsync(client, run, acknowledged, stop.Token)));
                // Long enough for flushes and merges to be under way.
                await ServerProcess.EventuallyAsync(() => acknowledged.Sum() > 400_000, "The load does not begin.");
                before = [.. acknowledged];
                var (code, output) = await server.RunAsync("backup", Path.Combine(folder, "copy"));
                after = [.. acknowledged];
                await stop.CancelAsync();
                await load;
                Assert.True(code == 0, output);
                Assert.Contains("is sound", output, StringComparison.Ordinal);
                Assert.True(after.Sum() > before.Sum(), "The load did not go on.");
            }

            var data = Path.Combine(folder, "data");
            var (restored, said) = await ServerProcess.RunOnceAsync("--data", data, "restore", Path.Combine(folder, "copy"));
            Assert.True(restored == 0, said);
            await using var again = await ServerProcess.StartInAsync(data);
            using var reader = await TrackerFixtures.ConnectAsync(again);
            for (var run = 0; run < Runs; run++)
            {
                var steps = await StepsAsync(reader, run);
                Assert.InRange(steps, before[run], long.MaxValue);
            }

            // It goes on from there.
            var more = new long[Runs];
            using var once = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await LogAsync(reader, Runs - 1, more, once.Token, from: 10_000_000);
            Assert.True(more[^1] > 10_000_000, "The restored server takes no points.");
            await using var file = await reader.DownloadAsync(Project, "a/file.bin", TestContext.Current.CancellationToken);
            Assert.NotNull(file);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(picture, bytes.ToArray());
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_no_whole_backup_is_not_brought_back()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = Directory.CreateTempSubdirectory("neptunealt-").FullName;
        try
        {
            var (copy, data) = (Path.Combine(folder, "copy"), Path.Combine(folder, "data"));
            Assert.Equal(0, (await server.RunAsync("backup", copy)).Code);

            Assert.Contains("is not empty", (await server.RunAsync("backup", copy)).Output, StringComparison.Ordinal);
            Assert.Contains(
                "is in the data folder", (await server.RunAsync("backup", Path.Combine(server.Folder, "copy"))).Output, StringComparison.Ordinal);
            Assert.Contains("is not empty", (await server.RunAsync("restore", copy)).Output, StringComparison.Ordinal);
            var token = Path.Combine(copy, "api-token");
            await File.AppendAllTextAsync(token, "x", TestContext.Current.CancellationToken);
            var (code, output) = await ServerProcess.RunOnceAsync("--data", data, "restore", copy);
            Assert.Equal(1, code);
            Assert.Contains("the file api-token is not what was backed up", output, StringComparison.Ordinal);
            Assert.False(Directory.Exists(data));
            File.Delete(Path.Combine(copy, "backup.json"));
            Assert.Contains(
                "is no whole backup", (await ServerProcess.RunOnceAsync("--data", data, "restore", copy)).Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task LogAsync(NeptuneClient client, int run, long[] acknowledged, CancellationToken stop, int from = 0)
    {
        await SendAsync(new RunOperation
        {
            Project = Project, RunId = $"run-{run}", CreateMissingProject = true, Create = new Run { RunId = $"run-{run}", ExperimentId = $"run-{run}" },
        });
        for (var step = from; !stop.IsCancellationRequested; step += PointsOfRequest)
        {
            var batch = new UpdateRunSnapshots();
            for (var i = 0; i < PointsOfRequest; i++)
                batch.Snapshots.Add(new UpdateRunSnapshot
                {
                    Step = new Step { Whole = (ulong)(step + i) },
                    Timestamp = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow),
                    Append = { ["loss"] = new Value { Float64 = step + i } },
                });
            await SendAsync(new RunOperation { Project = Project, RunId = $"run-{run}", UpdateBatch = batch });
            acknowledged[run] = step + PointsOfRequest;
        }

        async Task SendAsync(RunOperation operation)
        {
            var bytes = operation.ToByteArray();
            while ((await client.SubmitAsync(bytes, TestContext.Current.CancellationToken)).RequestId is null) await Task.Yield();
        }
    }

    /// <summary>How many points a run has: all from step 0 on, each with its own step as its value.</summary>
    static async Task<long> StepsAsync(NeptuneClient client, int run)
    {
        var count = 0L;
        for (double? after = null; ;)
        {
            var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new
            {
                requests = new[]
                {
                    new
                    {
                        requestId = "0", afterStep = after,
                        series = new
                        {
                            holder = new { identifier = $"CUSTOM/{Project}/run-{run}", type = "experiment" }, attribute = "loss",
                            lineage = "NONE", lineageEntityType = "RUN", includePreview = false,
                        },
                    },
                },
                order = "ascending", perSeriesPointsLimit = 100_000,
            });
            var points = FloatSeriesResponse.Read(await client.FloatSeriesAsync(body, TestContext.Current.CancellationToken))
                .GetValueOrDefault("0") ?? [];
            foreach (var point in points)
            {
                Assert.Equal((count, (double)count), (point.Step, point.Value));
                count++;
            }

            if (points.Count < 100_000) return count;
            after = points[^1].Step;
        }
    }
}
