using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Blobs;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Sharing;

/// <summary>
/// The project team/llm with LLM-1, which boards show, and LLM-2, which they do not. Both have train/loss, val/loss, secret/loss, the
/// config secret/key and an owner.
/// </summary>
sealed class SharedWorld(RetrievalWorld world) : IAsyncDisposable
{
    public const string ReportsPath = "/api/leaderboard/v1/reports?projectIdentifier=team%2Fllm";
    public const string DashboardsPath = "/api/leaderboard/v1/dashboards?projectIdentifier=team%2Fllm";
    public const string Links = "/api/leaderboard/v1/publicLinks?projectIdentifier=team%2Fllm";
    public const string Root = "/api/public/v1";

    /// <summary>Says all that the board shows: a chart, its x, a band, thresholds, a value, a table, a text and a section.</summary>
    public static readonly string Widgets =
        """
        [
          {"id": "w1", "type": "chart", "name": "Loss", "options": {"v": 1, "kind": "line", "lines": [
            {"formula": "${train/loss}", "band": {"kind": "around", "by": "1"}}, {"match": "^val/"}],
            "thresholds": [{"level": "run_min(${train/loss}) * 2", "label": ""}], "settings": {"x": "metric", "xMetric": "train/tokens"}}},
          {"id": "w2", "type": "singleValue", "options": {"v": 1, "kind": "value", "value": "run_max(${train/loss})"}},
          {"id": "w3", "type": "table", "options": {"v": 1, "kind": "runs", "fields": [{"path": "config/lr", "type": "float"}]}},
          {"id": "w4", "type": "textNode", "freeText": "Ends at {{ last(${train/loss}) | .3f }}."},
          {"id": "w5", "type": "gallery", "name": "Samples", "attributes": [{"name": "samples/image", "type": "file"}]},
          {"id": "w6", "type": "notebook", "name": "Old", "attributes": [{"name": "secret/notebook", "type": "notebookRef"}]}
        ]
        """;

    readonly HttpClient _stranger = new() { BaseAddress = world.Client.BaseAddress };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public HttpClient Admin => world.Client;

    public RetrievalWorld Retrieval => world;

    public static async Task<SharedWorld> StartAsync(EngineFixture engine)
    {
        var world = await RetrievalWorld.StartAsync(engine);
        uint series = 0;
        foreach (var name in (string[])["one", "two"])
        {
            var run = await world.AddRunAsync(name);
            foreach (var path in (string[])["train/loss", "val/loss", "secret/loss"])
                await AddSeriesAsync(world, run, path, ++series);
            foreach (var (path, value) in new[]
                     { ("sys/custom_run_id", name), ("sys/owner", "ann"), ("secret/key", "hush"), ("sys/name", name) })
                world.Table.AddText(run.Number, path, value);
            foreach (var path in (string[])["samples/image", "secret/file"])
                world.Table.Add(new StoredAttribute(run.Number, path, AttributeType.FileRef) { StringValue = "runs/1/sample.png", IntValue = 9, Mime = "image/png" });
            world.Table.Add(new StoredAttribute(run.Number, "config/lr", AttributeType.Float) { FloatValue = 0.5 });
        }

        await world.InsertAsync();
        return new SharedWorld(world);
    }

    static async Task AddSeriesAsync(RetrievalWorld world, Run run, string path, uint series)
    {
        double[] values = [3, 2, 1];
        world.Table.AddFloatSeries(run.Number, path, series, values.Length, (2 * Step.MicrosPerStep, 2000), false, values);
        using var block = new NativeBlock()
            .Add("run", values.Select(_ => run.Number).ToArray())
            .Add("series", values.Select(_ => series).ToArray())
            .Add("step", values.Select((_, at) => at * (long)Step.MicrosPerStep).ToArray())
            .Add("ts", values.Select((_, at) => 2000L + at).ToArray())
            .Add("value", values)
            .Add("part", values.Select(_ => (ushort)0).ToArray())
            .Add("off", values.Select(_ => (ulong)series).ToArray());
        await world.Store.InsertAsync("points", block, null, Token);
    }

    /// <param name="run">That it shows.</param>
    public static JsonObject Report(string run = "one", string? widgets = null) => new()
    {
        ["reportName"] = "Weekly", ["metadata"] = new JsonObject { ["draft"] = false },
        ["globalConfig"] = new JsonObject
        {
            ["chartsConfig"] = new JsonObject(), ["inheritRunColorFromGroup"] = false, ["runsLineage"] = true,
        },
        ["nodes"] = new JsonArray(JsonNode.Parse(
            """
            {"id": "00000000-0000-4000-8000-000000000011", "type": "grid", "name": "Section", "gridProperties": {
              "runGroups": [{"id": "00000000-0000-4000-8000-000000000012", "runMemberKeys": ["RUN"], "experimentMemberKeys": [],
                "firstMembersByQueryCount": 0, "showOnlySelectedRuns": false,
                "viewParams": {"columnList": {"columns": []}, "sortOptions": {}, "query": "`sys/owner`:string = \"ann\""}}],
              "selectedRunGroups": [], "openRunGroups": [], "widgets": [], "widgetLayouts": [],
              "layoutSettings": {"mode": "CUSTOM", "config": {"gridMode": {"columnsCount": "24"}}}, "chartsConfig": {},
              "colorsConfig": {}, "inheritRunColorFromGroup": false, "runsLineage": true, "isRunTableCollapsed": true,
              "isSectionCollapsed": false}}
            """.Replace("RUN", run, StringComparison.Ordinal).Replace("\"widgets\": []", $"\"widgets\": {widgets ?? Widgets}", StringComparison.Ordinal))),
    };

    public async Task<string> PublishAsync(JsonObject report, string? id = null)
    {
        using var answer = await Admin.PostAsJsonAsync(id is null ? ReportsPath : $"{ReportsPath}&reportId={id}", report, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return (await TestServer.JsonAsync(answer)).GetProperty("metadata").GetProperty("reportId").GetString()!; // every report has one
    }

    public async Task<JsonElement> LinkAsync(object link)
    {
        using var answer = await Admin.PostAsJsonAsync(Links, link, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return await TestServer.JsonAsync(answer);
    }

    /// <summary>The key of a new link to a report.</summary>
    public async Task<string> KeyAsync(string report) => KeyOf(await LinkAsync(new { boardId = report, kind = "report" }));

    public static string KeyOf(JsonElement created) => created.GetProperty("address").GetString()!.Split('/')[^1]; // an answer has one

    /// <summary>Asks as somebody who has nothing but the link.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(string key, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, Root + path);
        request.Headers.TryAddWithoutValidation(SharedLink.Header, key);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await _stranger.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonDocument.Parse(text).RootElement : default);
    }

    public HttpClient Stranger => _stranger;

    public async Task UploadAsync(string path, string text)
    {
        var blobs = world.Service<IBlobs>();
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var name = new BlobName(1, path);
        var upload = await blobs.BeginUploadAsync(name, isResumable: false, Token);
        await blobs.AppendAsync(name, upload, 0, content, null, Token);
        Assert.True(await blobs.CommitAsync(name, upload, Token));
    }

    /// <summary>What the file holds; or the status that refuses it.</summary>
    public async Task<string> FileAsync(string key, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/files?file={Uri.EscapeDataString(name)}");
        request.Headers.Add(SharedLink.Header, key);
        using var answer = await _stranger.SendAsync(request, Token);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Token) : $"{(int)answer.StatusCode}";
    }

    public async Task<HttpStatusCode> StatusAsync(string key, string path, object? body = null) => (await AskAsync(key, path, body)).Status;

    /// <summary>A chart of one line; the status of its frame.</summary>
    public async Task<int> ChartAsync(string key, object chart)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Root + "/charts") { Content = JsonContent.Create(new { charts = new[] { chart } }) };
        request.Headers.Add(SharedLink.Header, key);
        using var answer = await _stranger.SendAsync(request, Token);
        if (!answer.IsSuccessStatusCode) return (int)answer.StatusCode;

        var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
        var length = BitConverter.ToInt32(bytes, 4);
        return length >= 0 ? 200 : JsonDocument.Parse(bytes.AsMemory(8, -length)).RootElement.GetProperty("code").GetInt32();
    }

    public static object Chart(
        string formula, string run = "shared/0/LLM-1", object? xaxis = null, string entity = "RUN", object? baseline = null) => new
    {
        metrics = new[]
        {
            new
            {
                customId = "0", holder = new { identifier = run, type = "experiment" }, customYFormula = formula, lineage = "FULL",
                lineageEntityType = entity,
            },
        },
        view = new { maxUniqueX = 100, xscale = new { linear = new { } } },
        xaxis = xaxis ?? new { steps = new { } },
        baseline,
    };

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await world.DisposeAsync();
    }
}
