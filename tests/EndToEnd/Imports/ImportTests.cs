using System.Text.Json;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Moving in: folders that neptune-exporter made, brought to a real server by the command.</summary>
public class ImportTests
{
    [Fact]
    public async Task Runs_of_a_3x_export_are_what_was_logged_and_a_second_import_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        var report = Path.Combine(server.Folder, "report.json");
        string[] import = ["import", "exporter", Truth.Folder("neptune3", "data"), "--files", Truth.Folder("neptune3", "files"), "--json", report];

        var (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        Assert.Contains("run_v1/same/name.txt: one of both contents is lost", output, StringComparison.Ordinal);
        using var client = await ConnectAsync(server);
        using var truth = Truth.Read("neptune3");
        var before = new Dictionary<string, string>();
        foreach (var project in truth.RootElement.EnumerateObject())
            foreach (var run in project.Value.EnumerateObject())
            {
                var holder = $"CUSTOM/{project.Name}/{run.Name}";
                var imported = await ImportedRun.ReadAsync(client, project.Name, holder);
                // What the exporter itself loses: NaN, integers beyond 2^53, and files of ids that differ in punctuation.
                HashSet<string> lost = ["not a number", "big", .. run.Name is "run.v1" or "run_v1" ? (string[])["same/name"] : []];
                await Truth.EqualsAsync(project.Value, run.Name, imported, lost);
                Assert.Equal(run.Name == "archived-1", imported.Value("sys/archived").GetBoolean());
                Assert.NotEqual("running", imported.Value("sys/state").GetString());
                before[holder] = imported.Text;
            }

        await LinksOpenAsync(client, report);
        Assert.Equal(0, (await server.CommandAsync(import)).Code);
        Assert.All(Outcomes(report), outcome => Assert.Equal("present", outcome));
        foreach (var (holder, text) in before)
            Assert.Equal(text, (await ImportedRun.ReadAsync(client, "", holder)).Text);
    }

    [Fact]
    public async Task Runs_and_models_of_a_2x_export_are_what_was_logged()
    {
        await using var server = await ServerProcess.StartAsync();
        var report = Path.Combine(server.Folder, "report.json");

        var (code, output) = await server.CommandAsync(
            "import", "exporter", Truth.Folder("neptune2", "data"), "--files", Truth.Folder("neptune2", "files"), "--models",
            Truth.Folder("neptune2", "model_data"), "--model-files", Truth.Folder("neptune2", "model_files"), "--json", report);

        Assert.True(code == 0, output);
        using var client = await ConnectAsync(server);
        using var truth = Truth.Read("neptune2");
        var project = truth.RootElement.GetProperty("acme/fraud-2x");
        foreach (var run in project.GetProperty("runs").EnumerateObject())
        {
            // By sys/id, as old links name it.
            var imported = await ImportedRun.ReadAsync(client, "acme/fraud-2x", $"acme/fraud-2x/{run.Name}");
            await Truth.EqualsLegacyAsync(run.Value, imported);
            Assert.Equal(run.Name, imported.Value("sys/id").GetString());
            Assert.NotEqual("running", imported.Value("sys/state").GetString());
        }

        var entries = project.GetProperty("models").EnumerateObject()
            .Concat(project.GetProperty("versions").EnumerateObject().SelectMany(model => model.Value.EnumerateObject()));
        foreach (var entry in entries)
        {
            var imported = await ImportedRun.ReadAsync(client, "acme/fraud-2x", $"CUSTOM/acme/fraud-2x/{entry.Name}");
            await Truth.EqualsLegacyAsync(entry.Value, imported);
            Assert.Contains("model:FRAUD-MOD", imported.Set("sys/group_tags"));
        }
    }

    [Fact]
    public async Task What_an_interrupted_export_left_is_left_out_and_named()
    {
        await using var server = await ServerProcess.StartAsync();

        var (code, output) = await server.CommandAsync(
            "import", "exporter", Truth.Folder("neptune3-parts", "data"), "--files", Truth.Folder("neptune3-parts", "files"));

        Assert.Equal(1, code);
        Assert.Contains("cut-short-0000000000000000_part_0.parquet.tmp was still being written", output, StringComparison.Ordinal);
        Assert.Contains("no-part-zero-0000000000000000_part_1.parquet was left out: part 0", output, StringComparison.Ordinal);
        using var client = await ConnectAsync(server);
        using var truth = Truth.Read("neptune3");
        foreach (var run in new[] { "base-1", "fork-1" })
            await Truth.EqualsAsync(
                truth.RootElement.GetProperty("ml-lab/llm-pretrain"), run,
                await ImportedRun.ReadAsync(client, "ml-lab/llm-pretrain", $"CUSTOM/ml-lab/llm-pretrain/{run}"),
                new HashSet<string> { "not a number" }, previews: false);
        Assert.Equal(
            ["base-1", "fork-1"],
            (await client.SysIdsAsync("ml-lab/llm-pretrain", TestContext.Current.CancellationToken)).Keys.Order());
    }

    [Fact]
    public async Task An_import_that_was_killed_goes_on_and_what_was_logged_since_stays()
    {
        const int Runs = 24;
        await using var server = await ServerProcess.StartAsync();
        var folder = Path.Combine(server.Folder, "export");
        await new ExportWriter(folder, runs: Runs, series: 60, steps: 800, seed: 1).WriteAsync(TestContext.Current.CancellationToken);
        string[] import = ["import", "exporter", Path.Combine(folder, "data"), "--json", Path.Combine(server.Folder, "report.json")];
        using var client = await ConnectAsync(server);
        for (var killed = 1; killed <= 10; killed++)
        {
            using var process = server.StartCommand(import);
            // Each gets a little further than the one before.
            await ServerProcess.EventuallyAsync(
                () => process.HasExited || CountAsync().GetAwaiter().GetResult() >= killed * 2, "The import does not begin.");
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var wire = await WireClient.SignInAsync(server);
        await wire.DoneAsync(await wire.UpdateAsync(ExportWriter.Project, "run-0", new Wire.Ingest.UpdateRunSnapshot
        {
            Step = new Wire.Ingest.Step { Whole = 900 }, Append = { ["layers/0/loss"] = new Wire.Ingest.Value { Float64 = 7 } },
        }));
        var (code, output) = await server.CommandAsync(import);

        Assert.True(code == 0, output);
        for (var run = 0; run < Runs; run++)
        {
            var imported = await ImportedRun.ReadAsync(client, ExportWriter.Project, $"CUSTOM/{ExportWriter.Project}/run-{run}");
            Assert.Equal($"MOVED-{run + 1}", imported.Value("sys/id").GetString());
            Assert.Equal(run == 0 ? 48_001 : 48_000, imported.Number("sys/diagnostics/attributes/total_series_datapoints"));
            if (run > 0) Assert.Equal(3600, imported.Number("sys/running_time_seconds"));
            Assert.Equal(run == 0 ? 801 : 800, (await imported.FloatsAsync("layers/0/loss")).Length);
        }

        Assert.Equal(0, (await server.CommandAsync(import)).Code);
        Assert.All(Outcomes(Path.Combine(server.Folder, "report.json")), outcome => Assert.Equal("present", outcome));

        async Task<int> CountAsync()
        {
            try
            {
                return (await client.SysIdsAsync(ExportWriter.Project, CancellationToken.None)).Count;
            }
            catch (HttpRequestException)
            {
                return 0; // the project is not there yet
            }
        }
    }

    [Fact]
    public async Task Says_in_a_sentence_what_cannot_be_begun()
    {
        await using var server = await ServerProcess.StartAsync();

        var (code, output) = await server.CommandAsync("import", "exporter", "/no such folder");
        var (untold, said) = await ServerProcess.RunOnceAsync("import", "exporter", Truth.Folder("neptune3", "data"), "--since", "soon");
        var torn = Directory.CreateDirectory(Path.Combine(server.Folder, "torn", "w_p-0")).FullName;
        await File.WriteAllTextAsync(Path.Combine(torn, "a_part_0.parquet"), "PAR1 and no more", TestContext.Current.CancellationToken);
        var (refused, why) = await server.CommandAsync("import", "exporter", Path.Combine(server.Folder, "torn"));

        Assert.Equal((2, "There is no folder /no such folder."), (code, output));
        Assert.Equal(2, untold);
        Assert.Contains("'soon' is no date", said, StringComparison.Ordinal);
        Assert.Equal(1, refused);
        Assert.Contains("a_part_0.parquet is no whole Parquet file", why, StringComparison.Ordinal);
    }

    static Task<NeptuneClient> ConnectAsync(ServerProcess server) => NeptuneClient.ConnectAsync(
        new Uri(server.Address), server.Token, connections: 4, TestContext.Current.CancellationToken);

    /// <summary>What <c>KEY-n</c> named in the export, it names here.</summary>
    static async Task LinksOpenAsync(NeptuneClient client, string report)
    {
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        foreach (var run in json.RootElement.GetProperty("runs").EnumerateArray())
        {
            var (project, id) = (run.GetProperty("project").GetString()!, run.GetProperty("exportedSysId").GetString());
            var imported = await ImportedRun.ReadAsync(client, project, $"{project}/{id}");
            Assert.Equal(run.GetProperty("runId").GetString(), imported.Value("sys/custom_run_id").GetString());
        }
    }

    static string?[] Outcomes(string report)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        return [.. json.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("outcome").GetString())];
    }
}
