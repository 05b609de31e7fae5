using System.Text;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Tracking stores that MLflow itself wrote, brought to a real server by the command.</summary>
public class MlflowTests
{
    const string Project = "lab/churn";

    [Theory]
    [InlineData("files")]
    [InlineData("sqlite")]
    public async Task Runs_of_a_store_are_what_was_logged_and_a_second_import_changes_nothing(string kind)
    {
        await using var server = await ServerProcess.StartAsync();
        var report = Path.Combine(server.Folder, "report.json");
        var folder = TrackerFixtures.Folder("mlflow");
        string[] store = kind == "files"
            ? [Path.Combine(folder, "mlruns")]
            : ["sqlite:///" + Path.Combine(folder, "mlflow.db"), "--artifacts", Path.Combine(folder, "mlruns")];
        string[] import = ["import", "mlflow", .. store, "--project", Project, "--json", report];

        var (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        Assert.Contains("All values of 'unstepped' have step 0", output, StringComparison.Ordinal);
        Assert.Contains("1 points of 'twice' were replaced by later ones", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        using var truth = TrackerFixtures.Truth("mlflow");
        foreach (var run in truth.RootElement.GetProperty(kind).EnumerateObject().Select(run => run.Value))
        {
            var id = run.GetProperty("id").GetString()!;
            await EqualsAsync(run, await ImportedRun.ReadAsync(client, Project, $"CUSTOM/{Project}/{id}"));
        }

        var (again, second) = await server.CommandAsync(import);
        Assert.True(again == 0, second);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        var outcomes = json.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("outcome").GetString());
        Assert.Equal(["present", "present", "present"], outcomes);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_the_rest_comes()
    {
        await using var server = await ServerProcess.StartAsync();
        var runs = Path.Combine(server.Folder, "mlruns");
        TrackerFixtures.Copy(Path.Combine(TrackerFixtures.Folder("mlflow"), "mlruns"), runs);
        var metric = Directory.GetFiles(runs, "loss", SearchOption.AllDirectories).Single();
        var lines = await File.ReadAllLinesAsync(metric, TestContext.Current.CancellationToken);
        lines[3] = "no value";
        await File.WriteAllLinesAsync(metric, lines, TestContext.Current.CancellationToken);
        var child = Path.GetDirectoryName(Path.GetDirectoryName(Directory.GetFiles(runs, "acc", SearchOption.AllDirectories).Single()))!;
        await File.WriteAllTextAsync(Path.Combine(child, "meta.yaml"), "a: [b", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "other.db"), "no database", TestContext.Current.CancellationToken);

        var (code, output) = await server.CommandAsync("import", "mlflow", runs, "--project", Project);
        var (usage, problem) = await server.CommandAsync(
            "import", "mlflow", "sqlite:///" + Path.Combine(server.Folder, "other.db"), "--project", Project);

        Assert.Equal(1, code);
        Assert.Contains($"{metric}, line 4 is no value of a metric", output, StringComparison.Ordinal);
        Assert.Contains($"{child} was left out", output, StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        Assert.Equal(2, (await client.SysIdsAsync(Project, TestContext.Current.CancellationToken)).Count);
        Assert.Equal(2, usage);
        Assert.Contains("other.db cannot be read", problem, StringComparison.Ordinal);
    }

    static async Task EqualsAsync(JsonElement truth, ImportedRun run)
    {
        Assert.Equal(["churn model"], run.Set("sys/group_tags"));
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), run.Value("sys/creation_time").GetDateTimeOffset());
        Assert.Equal(truth.GetProperty("failed").GetBoolean(), run.Value("sys/failed").GetBoolean());
        Assert.Equal(truth.GetProperty("trashed").GetBoolean(), run.Value("sys/trashed").GetBoolean());
        if (truth.GetProperty("description").GetString() is { } text) Assert.Equal(text, run.Value("sys/description").GetString());
        foreach (var series in truth.GetProperty("float").EnumerateObject())
            Assert.Equal(
                series.Value.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetInt64(), TrackerFixtures.Number(point[2]))),
                await run.FloatsAsync(series.Name));
        foreach (var config in truth.GetProperty("config").EnumerateObject())
            Assert.Equal(config.Value.ToString(), run.Value(config.Name).ToString());
        foreach (var file in truth.GetProperty("file").EnumerateObject())
            Assert.Equal(file.Value.GetString(), Encoding.UTF8.GetString(Convert.FromHexString(await run.FileAsync(file.Name))));
    }
}
