using NeptuneAlt.EndToEnd.Imports;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The command that fills a project for who wants to look around.</summary>
public class DemoTests
{
    [Fact]
    public async Task Fills_a_project_with_all_kinds_of_what_runs_log_and_not_a_second_time()
    {
        await using var server = await ServerProcess.StartAsync();

        var (code, output) = await server.CommandAsync("demo", "--runs", "6", "--steps", "100", "--layers", "2");

        Assert.True(code == 0, output);
        Assert.EndsWith($"Look at {server.Address}/o/demo/org/llm/runs/table", output.Trim(), StringComparison.Ordinal);
        using var client = await TrackerFixtures.ConnectAsync(server);
        Assert.Equal(6, (await client.SysIdsAsync("demo/llm", TestContext.Current.CancellationToken)).Count);
        var diverging = await ImportedRun.ReadAsync(client, "demo/llm", "CUSTOM/demo/llm/llm-002");
        Assert.Contains(await diverging.FloatsAsync("train/loss"), point => double.IsNaN(point.Value));
        Assert.Equal("stringSeries", diverging.TypeOf("runtime/stderr"));
        var fork = await ImportedRun.ReadAsync(client, "demo/llm", "CUSTOM/demo/llm/llm-003");
        Assert.Equal("llm-002", fork.Value("sys/forking/parent").GetString());
        foreach (var (path, type) in new[]
        {
            ("train/rank/07/step_seconds", "floatSeries"), ("histograms/layers/01/gradients", "histogramSeries"),
            ("samples/attention", "fileRefSeries"), ("runtime/stdout", "stringSeries"),
        })
            Assert.Equal(type, fork.TypeOf(path));

        var (again, said) = await server.CommandAsync("demo", "--runs", "1");
        Assert.Equal((1, "demo/llm has such runs already: name another project with --project."), (again, said.Trim()));
    }
}
