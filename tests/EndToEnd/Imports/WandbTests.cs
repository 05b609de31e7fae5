using System.Text.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Offline runs that the library of W&amp;B wrote, brought to a real server by the command.</summary>
public class WandbTests
{
    const string Project = "lab/vision";

    [Fact]
    public async Task Offline_runs_are_what_was_logged_and_a_second_import_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        var report = Path.Combine(server.Folder, "report.json");
        string[] import = ["import", "wandb", TrackerFixtures.Folder("wandb"), "--project", Project, "--json", report];

        var (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        Assert.Contains("'val/loss' was drawn over 'epoch'", output, StringComparison.Ordinal);
        Assert.Contains("configs without a value, 1 times (config/none)", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        using var truth = TrackerFixtures.Truth("wandb");
        foreach (var run in truth.RootElement.EnumerateObject())
        {
            var imported = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/{run.Name}");
            await EqualsAsync(run, imported);
        }

        var full = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/full1");
        Assert.Equal("[0.9, 0.999]", full.Value("config/optimizer/betas").GetString());
        Assert.Equal("train", full.Value("wandb/job_type").GetString());
        Assert.Equal(
            ["hello from the run"],
            (await full.ObjectsAsync("runtime/stdout")).Select(line => line.Value.GetProperty("stringValue").GetString()));
        Assert.Contains(full.Paths, path => path.StartsWith("system/", StringComparison.Ordinal) && full.TypeOf(path) == "floatSeries");
        var table = Assert.Single(await full.ObjectsAsync("table"));
        Assert.Equal(
            """{"columns": ["a"], "data": [[1]]}""",
            System.Text.Encoding.UTF8.GetString(Convert.FromHexString(
                await full.BytesAsync(table.Value.GetProperty("fileRef").GetProperty("path").GetString()!))));

        var (again, second) = await server.CommandAsync(import);
        Assert.True(again == 0, second);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        Assert.All(
            json.RootElement.GetProperty("runs").EnumerateArray(), run => Assert.Equal("present", run.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_file_that_was_cut_short_comes_to_its_last_whole_record_and_others_are_named()
    {
        await using var server = await ServerProcess.StartAsync();
        var runs = Path.Combine(server.Folder, "runs");
        TrackerFixtures.Copy(TrackerFixtures.Folder("wandb"), runs);
        var nested = Directory.GetFiles(runs, "run-nested1.wandb", SearchOption.AllDirectories).Single();
        await using (var file = File.OpenWrite(nested)) file.SetLength(file.Length - 5);
        var failed = Directory.GetFiles(runs, "run-failed1.wandb", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(failed, "no run at all", TestContext.Current.CancellationToken);

        var (code, output) = await server.CommandAsync("import", "wandb", runs, "--project", Project);

        Assert.Equal(1, code);
        Assert.Contains($"{nested} ends within a record", output, StringComparison.Ordinal);
        Assert.Contains($"{failed} is no file of W&B", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        var run = await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/nested1");
        Assert.Equal(400, (await run.FloatsAsync("train/loss")).Length);
        Assert.False(run.Has("big"));
        Assert.Equal(2, (await client.SysIdsAsync(Project, TestContext.Current.CancellationToken)).Count);
    }

    static async Task EqualsAsync(JsonProperty run, ImportedRun imported)
    {
        var truth = run.Value;
        // Two runs have one name.
        Assert.Equal(run.Name, imported.Value("sys/experiment/name").GetString());
        if (truth.GetProperty("name").GetString() is { } name) Assert.Equal(name, imported.Value("sys/name").GetString());
        if (truth.GetProperty("notes").GetString() is { } notes) Assert.Equal(notes, imported.Value("sys/description").GetString());
        Assert.Equal(truth.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()), imported.Set("sys/tags").Order());
        if (truth.GetProperty("group").GetString() is { } group) Assert.Equal([group], imported.Set("sys/group_tags"));
        Assert.Equal(truth.GetProperty("failed").GetBoolean(), imported.Value("sys/failed").GetBoolean());
        foreach (var config in truth.GetProperty("config").EnumerateObject())
            Assert.Equal(config.Value.ToString(), imported.Value("config/" + config.Name).ToString());
        foreach (var value in truth.GetProperty("summary").EnumerateObject())
            Assert.Equal(value.Value.GetDouble(), imported.Number(value.Name));
        foreach (var series in truth.GetProperty("float").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), TrackerFixtures.Number(point[1]))),
                (await imported.FloatsAsync(series.Name)).Select(point => (point.Step, point.Value)));
        foreach (var series in truth.GetProperty("text").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetString())),
                (await imported.ObjectsAsync(series.Name)).Select(point => (point.Step, point.Value.GetProperty("stringValue").GetString())));
        foreach (var series in truth.GetProperty("histogram").EnumerateObject())
            foreach (var (expected, point) in series.Value.EnumerateArray().Zip(await imported.ObjectsAsync(series.Name)))
            {
                Assert.Equal(expected[0].GetDouble(), point.Step);
                // Bins without a value at the ends are left out.
                Assert.Equal(
                    expected[2].EnumerateArray().Select(TrackerFixtures.Number).Sum(),
                    point.Value.GetProperty("histogram").GetProperty("values").EnumerateArray().Select(TrackerFixtures.Number).Sum());
            }

        foreach (var series in truth.GetProperty("image").EnumerateObject())
        {
            var points = await imported.ObjectsAsync(series.Name);
            Assert.Equal(series.Value.EnumerateArray().Select(step => step.GetDouble()), points.Select(point => point.Step));
            foreach (var point in points)
                Assert.StartsWith(
                    "89504e47", await imported.BytesAsync(point.Value.GetProperty("fileRef").GetProperty("path").GetString()!),
                    StringComparison.Ordinal);
        }
    }
}
