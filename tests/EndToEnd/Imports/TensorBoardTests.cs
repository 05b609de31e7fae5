using System.Text.Json;
using NeptuneAlt.Client;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Event files that tensorboardX and TensorBoard wrote, brought to a real server by the command.</summary>
public class TensorBoardTests
{
    const string Project = "ml/boards";

    [Fact]
    public async Task Event_files_are_what_was_logged_and_a_second_import_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        var report = Path.Combine(server.Folder, "report.json");
        string[] import = ["import", "tensorboard", TrackerFixtures.Folder("tensorboard"), "--project", Project, "--json", report];

        var (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        Assert.Contains("values of the plugin 'pr_curves', 1 times (pr)", output, StringComparison.Ordinal);
        Assert.Contains("ml/boards restarted: 4 points of 'loss' were replaced", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        using var truth = TrackerFixtures.Truth("tensorboard");
        foreach (var run in truth.RootElement.EnumerateObject())
        {
            var imported = await ReadAsync(client, run.Name);
            Assert.Equal(run.Name, imported.Value("sys/experiment/name").GetString());
            Assert.NotEqual("running", imported.Value("sys/state").GetString());
            await EqualsAsync(run.Value, imported);
        }

        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero),
            (await ReadAsync(client, "new")).Value("sys/creation_time").GetDateTimeOffset());
        var (again, second) = await server.CommandAsync(import);
        Assert.True(again == 0, second);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        Assert.All(
            json.RootElement.GetProperty("runs").EnumerateArray(), run => Assert.Equal("present", run.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_folder_that_is_written_to_is_followed_record_by_record()
    {
        await using var server = await ServerProcess.StartAsync();
        var logs = Path.Combine(server.Folder, "logs");
        var from = TrackerFixtures.Folder("tensorboard");
        var source = Directory.GetFiles(Path.Combine(from, "new")).Single();
        var bytes = await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken);
        var target = Path.Combine(logs, "live", Path.GetFileName(source));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Its last record is not whole.
        await File.WriteAllBytesAsync(target, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        using var process = server.StartCommand("import", "tensorboard", logs, "--project", Project, "--follow");
        using var client = await TrackerFixtures.ConnectAsync(server);
        await UntilAsync(client, "live", run => run.Has("loss"));
        Assert.Equal("running", (await AliveAsync(client, process, target, bytes)).Value("sys/state").GetString());

        TrackerFixtures.Copy(Path.Combine(from, "restarted"), Path.Combine(logs, "later"));
        await UntilAsync(client, "later", run => run.Has("loss"));
        // Whoever runs tests in the background may have Ctrl+C ignored, which processes inherit.
        ServerProcess.Send(process.Id, signal: 15);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        using var truth = TrackerFixtures.Truth("tensorboard");
        await EqualsAsync(truth.RootElement.GetProperty("restarted"), await ReadAsync(client, "later"));
    }

    [Fact]
    public async Task Damage_is_named_what_is_before_it_comes_and_the_run_is_not_taken_for_whole()
    {
        await using var server = await ServerProcess.StartAsync();
        var logs = Path.Combine(server.Folder, "logs");
        TrackerFixtures.Copy(TrackerFixtures.Folder("tensorboard"), logs);
        var damaged = Directory.GetFiles(Path.Combine(logs, "restarted"), "*.first").Single();
        var bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        string[] import = ["import", "tensorboard", logs, "--project", Project, "--json", Path.Combine(server.Folder, "report.json")];

        var (code, output) = await server.CommandAsync(import);

        Assert.Equal(1, code);
        Assert.Contains($"{damaged} is damaged: the record at byte", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        Assert.Equal(14, (await (await ReadAsync(client, "restarted")).FloatsAsync("loss")).Length);
        Assert.Equal(1, (await server.CommandAsync(import)).Code);
        var (usage, problem) = await server.CommandAsync("import", "tensorboard", server.Folder + "/none", "--project", Project);
        Assert.Equal((2, $"There is no folder {server.Folder}/none."), (usage, problem.Trim()));
    }

    /// <summary>Writes the rest, the last event now: the run is heard of.</summary>
    static async Task<ImportedRun> AliveAsync(NeptuneClient client, System.Diagnostics.Process process, string target, byte[] bytes)
    {
        Assert.False(process.HasExited);
        await using (var file = new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            await file.WriteAsync(bytes.AsMemory(bytes.Length / 2), TestContext.Current.CancellationToken);
            await file.WriteAsync(Record(new Wire.TensorBoard.Event
            {
                WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0, Step = 50,
                Summary = new Wire.TensorBoard.Summary
                {
                    Value = { new Wire.TensorBoard.Summary.Types.Value { Tag = "later", SimpleValue = 1.5f } },
                },
            }), TestContext.Current.CancellationToken);
        }

        await UntilAsync(client, "live", run => run.Has("later"));
        var run = await ReadAsync(client, "live");
        using var truth = TrackerFixtures.Truth("tensorboard");
        await EqualsAsync(truth.RootElement.GetProperty("new"), run);
        return run;
    }

    static byte[] Record(Wire.TensorBoard.Event read)
    {
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(read);
        var length = BitConverter.GetBytes((long)bytes.Length);
        return [.. length, .. Checksum(length), .. bytes, .. Checksum(bytes)];

        static byte[] Checksum(byte[] some)
        {
            var crc = ~some.Aggregate(uint.MaxValue, (crc, one) => System.Numerics.BitOperations.Crc32C(crc, one));
            return BitConverter.GetBytes(unchecked((crc >> 15 | crc << 17) + 0xA282EAD8));
        }
    }

    static async Task EqualsAsync(JsonElement truth, ImportedRun imported)
    {
        foreach (var series in truth.GetProperty("float").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), Ms(point), TrackerFixtures.Number(point[2]))),
                await imported.FloatsAsync(series.Name));
        foreach (var series in truth.GetProperty("text").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), Ms(point), point[2].GetString())),
                (await imported.ObjectsAsync(series.Name)).Select(
                    point => (point.Step, point.Time, point.Value.GetProperty("stringValue").GetString())));
        foreach (var series in truth.GetProperty("histogram").EnumerateObject())
            foreach (var (expected, point) in series.Value.EnumerateArray().Zip(await imported.ObjectsAsync(series.Name)))
            {
                var histogram = point.Value.GetProperty("histogram");
                double[] edges = [.. histogram.GetProperty("edges").EnumerateArray().Select(TrackerFixtures.Number)];
                Assert.Equal((expected[0].GetDouble(), Ms(expected)), (point.Step, point.Time));
                Assert.Equal("COUNTING", histogram.GetProperty("type").GetString());
                Assert.Equal(expected[2].GetDouble(), histogram.GetProperty("values").EnumerateArray().Sum(TrackerFixtures.Number));
                Assert.Equal(edges.Order(), edges);
                Assert.InRange(expected[3].GetDouble(), edges[0], edges[1]);
                Assert.InRange(expected[4].GetDouble(), edges[^2], edges[^1]);
            }

        foreach (var series in truth.GetProperty("image").EnumerateObject())
        {
            var points = await imported.ObjectsAsync(series.Name);
            Assert.Equal(series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), Ms(point))), points.Select(one => (one.Step, one.Time)));
            foreach (var point in points)
                Assert.StartsWith(
                    "89504e47", await imported.BytesAsync(point.Value.GetProperty("fileRef").GetProperty("path").GetString()!),
                    StringComparison.Ordinal);
        }

        foreach (var config in truth.GetProperty("config").EnumerateObject())
            Assert.Equal(config.Value.ToString(), imported.Value("hparams/" + config.Name).ToString());

        static long Ms(JsonElement point) => (long)Math.Round(point[1].GetDouble() * 1000);
    }

    static Task<ImportedRun> ReadAsync(NeptuneClient client, string run) =>
        ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/{run}");

    static Task UntilAsync(NeptuneClient client, string run, Func<ImportedRun, bool> isTrue) => ServerProcess.EventuallyAsync(
        () =>
        {
            var (status, _) = client.CallAsync(
                HttpMethod.Get,
                $"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Uri.EscapeDataString($"CUSTOM/{Project}/{run}")}", default,
                TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            return status == System.Net.HttpStatusCode.OK && isTrue(ReadAsync(client, run).GetAwaiter().GetResult());
        },
        $"Run {run} does not come.");
}
