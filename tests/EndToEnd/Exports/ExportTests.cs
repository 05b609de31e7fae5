using System.Text.Json;
using Apache.Arrow.Ipc;
using NeptuneAlt.Client;
using NeptuneAlt.EndToEnd.Imports;
using NeptuneAlt.LoadTests.Generation;
using Parquet;
using Xunit;

namespace NeptuneAlt.EndToEnd.Exports;

/// <summary>Moving out: the command writes a folder, and what another server makes of it is what was logged.</summary>
public class ExportTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_exported_and_imported_is_what_was_logged_however_odd(int seed)
    {
        const string project = "odd/проект 1";
        await using var here = await ServerProcess.StartAsync();
        await using var there = await ServerProcess.StartAsync();
        using var from = await ConnectAsync(here);
        using var wire = await WireClient.SignInAsync(here);
        using (var made = await wire.Http.PostAsync(
            "/api/backend/v1/projects",
            new StringContent("""{"organizationIdentifier":"odd","name":"проект 1","projectKey":"ODD"}""", null, "application/json"), Token))
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Token));
        var runs = await new OddProject(wire, from, project, seed).LogAsync();

        await MoveAsync(here, there, project);

        using var to = await ConnectAsync(there);
        foreach (var run in runs) await AlikeAsync(from, to, project, run);
    }

    [Fact]
    public async Task A_folder_of_the_exporter_goes_in_and_out_and_in_again()
    {
        await using var here = await ServerProcess.StartAsync();
        await using var there = await ServerProcess.StartAsync();
        var (code, output) = await here.CommandAsync(
            "import", "exporter", Truth.Folder("neptune3", "data"), "--files", Truth.Folder("neptune3", "files"));
        Assert.True(code == 0, output);
        using var from = await ConnectAsync(here);
        using var to = await ConnectAsync(there);
        foreach (var project in new[] { "ml-lab/llm-pretrain", "ml-lab/vision.demo" })
        {
            await MoveAsync(here, there, project);

            foreach (var run in (await from.SysIdsAsync(project, Token)).Keys) await AlikeAsync(from, to, project, run);
        }
    }

    [Fact]
    public async Task A_second_export_writes_only_what_changed_and_a_killed_one_leaves_no_half_run()
    {
        await using var server = await ServerProcess.StartAsync();
        var made = Path.Combine(server.Folder, "made");
        await new ExportWriter(made, runs: 6, series: 20, steps: 30_000, seed: 1).WriteAsync(Token);
        Assert.Equal(0, (await server.CommandAsync("import", "exporter", Path.Combine(made, "data"))).Code);
        var folder = Path.Combine(server.Folder, "out");
        var report = Path.Combine(server.Folder, "report.json");
        string[] export = ["export", folder, "--project", ExportWriter.Project, "--json", report];
        using (var process = server.StartCommand(export))
        {
            await ServerProcess.EventuallyAsync(
                () => process.HasExited || (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any()),
                "The export does not begin.");
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Assert.Equal(0, (await server.CommandAsync(export)).Code);
        Assert.NotEmpty(Outcomes(report, "exported"));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));
        var before = Files(folder);
        using var wire = await WireClient.SignInAsync(server);
        await wire.DoneAsync(await wire.UpdateAsync(ExportWriter.Project, "run-3", new Wire.Ingest.UpdateRunSnapshot
        {
            Assign = { ["note"] = new Wire.Ingest.Value { String = "new" } },
        }));

        Assert.Equal(0, (await server.CommandAsync(export)).Code);

        Assert.Equal(["run-3"], Outcomes(report, "exported"));
        Assert.Equal(5, Outcomes(report, "present").Length);
        Assert.All(
            Files(folder).Where(file => !file.Key.Contains("run-3-", StringComparison.Ordinal) && !file.Key.EndsWith(".jsonl", StringComparison.Ordinal)),
            file => Assert.Equal(before[file.Key], file.Value));
        var (code, output) = await server.CommandAsync("import", "exporter", Path.Combine(folder, "data"), "--dry-run");
        Assert.True(code == 0, output);
        Assert.Contains("6", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_have_a_row_for_each_attribute_and_point()
    {
        await using var server = await ServerProcess.StartAsync();
        using var wire = await WireClient.SignInAsync(server);
        await wire.DoneAsync(await wire.CreateAsync("w/p", "one"));
        await wire.DoneAsync(await wire.UpdateAsync("w/p", "one", new Wire.Ingest.UpdateRunSnapshot
        {
            Step = new Wire.Ingest.Step { Whole = 1, Micro = 500_000 },
            Timestamp = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1_700_000_000 },
            Assign = { ["lr"] = new Wire.Ingest.Value { Float64 = 0.1 }, ["say"] = new Wire.Ingest.Value { String = "a \"b\", c" } },
            Append = { ["loss"] = new Wire.Ingest.Value { Float64 = double.NaN } },
        }));
        foreach (var format in new[] { "csv", "parquet", "arrow" })
        {
            var (code, output) = await server.CommandAsync(
                "export", Path.Combine(server.Folder, "out"), "--project", "w/p", "--run", "one", "--format", format);
            Assert.True(code == 0, output);
        }

        var lines = await File.ReadAllLinesAsync(Single("csv"), Token);
        Assert.Equal("project,run,attribute,type,step,time,value,text", lines[0]);
        Assert.Contains("w/p,one,lr,float,,,0.1,", lines);
        Assert.Contains("w/p,one,say,string,,,,\"a \"\"b\"\", c\"", lines);
        Assert.Equal("w/p,one,loss,float_series,1.5,2023-11-14T22:13:20.000Z,NaN,", lines[^1]);
        await using (var parquet = await ParquetReader.CreateAsync(Single("parquet"), cancellationToken: Token))
            Assert.Equal(lines.Length - 1, Enumerable.Range(0, parquet.RowGroupCount).Sum(group => RowsOf(parquet, group)));
        using var arrow = new ArrowFileReader(File.OpenRead(Single("arrow")));
        var rows = 0;
        while (await arrow.ReadNextRecordBatchAsync(Token) is { } batch) rows += batch.Length;
        Assert.Equal(lines.Length - 1, rows);

        string Single(string format) => Directory.EnumerateFiles(Path.Combine(server.Folder, "out", format), "*", SearchOption.AllDirectories).Single();
    }

    [Fact]
    public async Task Says_in_a_sentence_what_cannot_be_begun()
    {
        await using var server = await ServerProcess.StartAsync();
        var folder = Path.Combine(server.Folder, "out");

        var (unknown, why) = await server.CommandAsync("export", folder, "--project", "no/such");
        var (wrong, said) = await server.CommandAsync("export", folder, "--project", "no/such", "--since", "soon");
        var (file, blocked) = await server.CommandAsync("export", Path.Combine(server.Folder, "api-token", "x"), "--project", "no/such");

        Assert.Equal(2, unknown);
        Assert.Contains("no/such", why, StringComparison.Ordinal);
        Assert.Equal(2, wrong);
        Assert.Contains("'soon' is no date", said, StringComparison.Ordinal);
        Assert.Equal(2, file);
        Assert.Contains("The folder cannot be written to", blocked, StringComparison.Ordinal);
    }

    static async Task AlikeAsync(NeptuneClient from, NeptuneClient to, string project, string run)
    {
        var (left, right) = (await WholeRun.ReadAsync(from, project, run), await WholeRun.ReadAsync(to, project, run));
        Assert.True(
            left.SequenceEqual(right),
            $"{run} differs:\n- {string.Join("\n- ", left.Except(right).Take(5))}\n+ {string.Join("\n+ ", right.Except(left).Take(5))}");
    }

    static async Task MoveAsync(ServerProcess here, ServerProcess there, string project)
    {
        var folder = Path.Combine(here.Folder, "out");
        var (code, output) = await here.CommandAsync("export", folder, "--project", project, "--files");
        Assert.True(code == 0, output);
        (code, output) = await there.CommandAsync(
            "import", "exporter", Path.Combine(folder, "data"), "--files", Path.Combine(folder, "files"), "--project", project);
        Assert.True(code == 0, output);
    }

    static Task<NeptuneClient> ConnectAsync(ServerProcess server) =>
        NeptuneClient.ConnectAsync(new Uri(server.Address), server.Token, connections: 4, Token);

    static string?[] Outcomes(string report, string outcome)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        return
        [
            .. json.RootElement.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("outcome").GetString() == outcome)
                .Select(run => run.GetProperty("runId").GetString()),
        ];
    }

    static Dictionary<string, DateTime> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, File.GetLastWriteTimeUtc);

    static long RowsOf(ParquetReader reader, int group)
    {
        using var rows = reader.OpenRowGroupReader(group);
        return rows.RowCount;
    }
}
