using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Hosting;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Api.Http;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Events;

[Collection(EngineCollection.Name)]
public class EventTests(EngineFixture engine)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_the_runs_of_the_project_that_changed()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        using var lines = await OpenAsync(world);

        world.Service<RunNews>().Hear([run.Number, 99]);

        Assert.Equal("event: changed", await NextAsync(lines));
        Assert.Equal("data: {\"runs\":[\"LLM-1\"],\"all\":false}", await NextAsync(lines));
    }

    [Fact]
    public async Task Holds_a_bounded_number_of_runs_for_a_page()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        using var lines = await OpenAsync(world);

        world.Service<RunNews>().Hear([run.Number, .. Enumerable.Range(100, 20_000).Select(number => (ulong)number)]);

        Assert.Equal("event: changed", await NextAsync(lines));
        Assert.Equal("data: {\"runs\":[\"LLM-1\"],\"all\":true}", await NextAsync(lines));
    }

    [Fact]
    public async Task Tells_a_page_that_was_opened_while_nothing_happened()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        using var first = await OpenAsync(world); // from here on the work waits for news
        using var second = await OpenAsync(world);

        world.Service<RunNews>().Hear([run.Number]);

        Assert.Equal("event: changed", await NextAsync(second).WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    [Fact]
    public async Task Names_the_dashboards_of_the_project_that_changed()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        using var lines = await OpenAsync(world);
        var (branch, version) = (Guid.NewGuid(), Guid.NewGuid());
        var news = world.Service<DashboardNews>();

        news.Tell(new DashboardChange(99, branch, version, "eve", false, false));
        news.Tell(new DashboardChange(1, branch, version, "ann", true, false));
        news.Tell(new DashboardChange(1, branch, null, "bob", false, true));

        Assert.Equal("event: dashboards", await NextAsync(lines));
        Assert.Equal(
            $$"""data: {"dashboards":[{"branch":"{{branch}}","version":"{{version}}","owner":"ann","draft":true,"deleted":false},"""
            + $$"""{"branch":"{{branch}}","owner":"bob","draft":false,"deleted":true}],"all":false}""",
            await NextAsync(lines));
    }

    [Fact]
    public async Task Ends_when_the_server_stops()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        using var lines = await OpenAsync(world);

        world.Service<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("the end", await NextAsync(lines).WaitAsync(TimeSpan.FromSeconds(60), Token));
    }

    [Fact]
    public async Task Bounds_the_streams_of_a_user_until_one_closes()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var hub = world.Service<EventHub>();
        var open = Enumerable.Range(0, EventHub.StreamsOfUserMax).Select(_ => hub.Open(1, "ann")).ToList();

        Assert.Equal(429, Assert.Throws<BusyException>(() => hub.Open(1, "ann")).Status);
        open.AddRange(Enumerable.Range(open.Count, EventHub.StreamsMax - open.Count).Select(i => hub.Open(1, $"user {i / 50}")));
        Assert.Equal(503, Assert.Throws<BusyException>(() => hub.Open(1, "bob")).Status);

        open[0].Dispose();
        hub.Open(1, "bob").Dispose();
        foreach (var stream in open) stream.Dispose();
    }

    [Fact]
    public async Task Tells_a_slow_page_that_everything_may_have_changed()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        using var stream = world.Service<EventHub>().Open(1, "ann");

        for (var i = 0; i < 100; i++) stream.Offer(new byte[] { (byte)i });

        var text = await stream.NextAsync(Token);
        Assert.Contains("\"all\":true", Encoding.UTF8.GetString(text!.Value.Span), StringComparison.Ordinal); // it is open
    }

    [Fact]
    public async Task Ends_within_ten_seconds_of_the_revocation_of_the_token_it_was_opened_with()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var made = await TestServer.JsonAsync(await world.Client.PostAsJsonAsync("/api/tokens", new { username = "ann" }, Token));
        using var ann = new HttpClient { BaseAddress = world.Client.BaseAddress };
        var tokens = await TestServer.ExchangeAsync(ann, made.GetProperty("token").GetString()!);
        ann.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        using var lines = await OpenAsync(ann);
        using var others = await OpenAsync(world);

        await world.Client.DeleteAsync($"/api/tokens/{made.GetProperty("id").GetGuid()}", Token);

        var end = await Record.ExceptionAsync(async () =>
            Assert.Equal("the end", await NextAsync(lines).WaitAsync(TimeSpan.FromSeconds(10), Token)));
        Assert.True(end is null or IOException, $"{end}");
        var run = await world.AddRunAsync("r");
        world.Service<RunNews>().Hear([run.Number]);
        Assert.Equal("event: changed", await NextAsync(others).WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    static Task<StreamReader> OpenAsync(RetrievalWorld world) => OpenAsync(world.Client);

    static async Task<StreamReader> OpenAsync(HttpClient client)
    {
        var answer = await client.GetAsync(
            "/api/leaderboard/v1/events?projectIdentifier=team%2Fllm", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        Assert.Equal(": hello", await lines.ReadLineAsync(Token));
        Assert.Equal("retry: 2000", await NextAsync(lines));
        return lines;
    }

    static async Task<string> NextAsync(StreamReader lines)
    {
        string? line;
        do line = await lines.ReadLineAsync(Token);
        while (line is "" || line?.StartsWith(':') == true);
        return line ?? "the end";
    }
}
