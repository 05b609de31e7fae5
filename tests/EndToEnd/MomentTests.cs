using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>Reads as of a moment: the same whatever is logged later.</summary>
public partial class MomentTests
{
    const string Project = "w/p";
    const string Api = "/api/leaderboard/v1";

    [Fact]
    public async Task Reads_as_of_a_moment_stay_what_they_were_when_their_runs_go_on()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync(Project, "root"));
        await client.DoneAsync(await LogAsync(client, "root", 0, 600));
        await client.DoneAsync(await ForkAsync(client, "child", "root", 300));
        await client.DoneAsync(await LogAsync(client, "child", 301, 450));
        string[] ids = [await client.SysIdAsync(Project, "root"), await client.SysIdAsync(Project, "child")];

        var atTheTime = await AllAsync(client, ids, null);
        var moment = (await JsonAsync(await client.Http.PostAsync($"{Api}/moments", null)))["moment"]!.GetValue<string>();
        var frozen = await AllAsync(client, ids, moment);
        Assert.Equal(atTheTime, frozen);

        await client.DoneAsync(await LogAsync(client, "root", 601, 1500));
        await client.DoneAsync(await LogAsync(client, "child", 451, 1200));
        await client.DoneAsync(await client.UpdateAsync(Project, "root", WireClient.Point("late", 1, 1)));

        Assert.NotEqual(atTheTime, await AllAsync(client, ids, null));
        Assert.Equal(atTheTime, await AllAsync(client, ids, moment));
        Assert.Equal(atTheTime, await AllAsync(client, ids, moment)); // What was kept of the first time says the same.
        Assert.DoesNotContain("late", await SearchAsync(client, moment, "late"), StringComparison.Ordinal);
        Assert.Contains("late", await SearchAsync(client, null, "late"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no moment!")]
    [InlineData("MTcwMDAwMDAwMDAwMA")]
    [InlineData("YSBiIGM")]
    public async Task What_is_no_moment_is_refused_with_a_sentence(string text)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync(Project, "root"));

        using var answer = await client.Http.PostAsJsonAsync(
            Address("/attributes/timeseries/view", text), new { metrics = Array.Empty<object>() });

        var error = await WireClient.ErrorAsync(answer, System.Net.HttpStatusCode.BadRequest);
        Assert.Contains("'asOf' is no moment", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever shows series: charts of each axis, formulas, histograms, texts, files, values of the runs table.</summary>
    static async Task<string> AllAsync(WireClient client, string[] ids, string? moment)
    {
        var answers = new List<string>();
        foreach (var id in ids)
        {
            var holder = new { identifier = $"{Project}/{id}", type = "experiment" };
            object Metric(string formula) => new { customId = "0", holder, customYFormula = formula, lineage = "FULL", includePreview = true };
            object View(string formula, object xaxis) => new
            {
                metrics = new[] { Metric(formula) }, view = new { maxUniqueX = 50, std = true }, xaxis,
            };

            await AskAsync("/attributes/timeseries/view", View("${loss}", new { steps = new { } }));
            await AskAsync("/attributes/timeseries/view", View("${loss}", new { relativeMillis = new { } }));
            await AskAsync("/attributes/timeseries/view", View("ema(${loss}, 0.9) - run_min(${loss})", new { steps = new { } }));
            await AskAsync("/attributes/timeseries/histogram/view", new
            {
                metrics = new[] { Metric("${weights}") }, view = new { maxUniqueX = 20 }, xaxis = new { steps = new { } }, maxNumberOfBins = 10,
            });
            foreach (var path in new[] { "note", "picture", "weights" })
                await AskAsync("/attributes/series?useDeprecatedStringFields=false", new
                {
                    requests = new[] { new { requestId = "0", series = new { holder, attribute = path, lineage = "FULL" } } },
                    order = "descending", perSeriesPointsLimit = 20,
                });
            await AskAsync("/formulas/values", new
            {
                metrics = new[] { "last(${loss})", "run_min(${loss})", "run_mean(${loss})", "run_count(${loss})" }
                    .Select((formula, place) => new { customId = $"{place}", holder, formula }),
            });
        }

        answers.Add(await SearchAsync(client, moment, "loss", "note"));
        return Rounded(string.Join('\n', answers));

        async Task AskAsync(string path, object body)
        {
            using var answer = await client.Http.PostAsJsonAsync(Address(path, moment), body);
            var said = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {said}");
            answers.Add($"{path} {said}");
        }
    }

    /// <summary>A mean has another last digit where it is summed up in another order.</summary>
    static string Rounded(string answers) => Fraction().Replace(
        answers, number => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("G12", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\d+\.\d{5,}(E[+-]?\d+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Fraction();

    /// <summary>The values that the runs table has of attributes: of series their last value and their figures.</summary>
    static async Task<string> SearchAsync(WireClient client, string? moment, params string[] paths)
    {
        using var answer = await client.Http.PostAsJsonAsync(
            Address("/leaderboard/entries/search?type=run", moment),
            new { attributeFilters = paths.Select(path => new { path }), formulas = new[] { "run_max(${loss})" } });
        var found = await JsonAsync(answer);
        return string.Join('\n', found["entries"]!.AsArray().Select(entry => $"{entry!["attributes"]} {entry["formulaValues"]}"));
    }

    static string Address(string path, string? moment)
    {
        var joined = $"{Api}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}projectIdentifier=w%2Fp";
        return moment is null ? joined : $"{joined}&asOf={Uri.EscapeDataString(moment)}";
    }

    static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;

    static Task<string> LogAsync(WireClient client, string run, int from, int to) => client.UpdateAsync(
        Project, run,
        [.. Enumerable.Range(from, to - from + 1).Select(step =>
        {
            var point = WireClient.Point("loss", step, step == 5 ? double.NaN : Math.Sin(step * 0.37) + (1000.0 / (step + 1)));
            if (step % 50 != 0) return point;

            point.Append["note"] = new Value { String = $"{run} at {step}" };
            point.Append["picture"] = new Value { FileRef = new FileRef { Path = $"{run}/{step}.png", SizeBytes = step, MimeType = "image/png" } };
            point.Append["weights"] = new Value
            {
                Histogram = new Histogram { BinEdges = { 0, 1, 2 }, Counts = new Histogram.Types.Counts { Values = { (ulong)step, 7 } } },
            };
            return point;
        })]);

    static Task<string> ForkAsync(WireClient client, string runId, string parent, ulong step) => client.SubmitAsync(new RunOperation
    {
        Project = Project, RunId = runId,
        Create = new Run
        {
            RunId = runId, ForkPoint = new ForkPoint { ParentProject = Project, ParentRunId = parent, Step = new Step { Whole = step } },
        },
    });
}
