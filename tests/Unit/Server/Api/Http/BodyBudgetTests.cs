using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Server;
using NeptuneAlt.Server.Api.Http;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Http;

[Trait(Speed.Name, Speed.Slow)]
public class BodyBudgetTests
{
    const int MiB = 1 << 20;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admits_in_turn_as_room_comes_back()
    {
        using var budget = new BodyBudget(TimeProvider.System, new BodyLimits(4 * MiB));
        await budget.ReserveAsync(3 * MiB, Token);

        var first = budget.ReserveAsync(2 * MiB, Token).AsTask();
        var second = budget.ReserveAsync(MiB, Token).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);

        budget.Release(3 * MiB);
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(3 * MiB, budget.Held);
    }

    [Fact]
    public async Task Lets_small_bodies_pass_by_large_ones()
    {
        using var budget = new BodyBudget(TimeProvider.System, new BodyLimits(4 * MiB));
        await budget.ReserveAsync(4 * MiB, Token);
        var large = budget.ReserveAsync(MiB, Token).AsTask();

        Assert.True(budget.ReserveAsync(64 << 10, Token).AsTask().IsCompletedSuccessfully);
        Assert.False(large.IsCompleted);
    }

    [Fact]
    public async Task Refuses_who_has_waited_for_too_long()
    {
        using var budget = new BodyBudget(TimeProvider.System, new BodyLimits(MiB));
        await budget.ReserveAsync(MiB, Token);

        await Assert.ThrowsAsync<BusyException>(() => budget.ReserveAsync(MiB, Token).AsTask());
        Assert.Equal(MiB, budget.Held);
    }

    [Fact]
    public async Task Keeps_no_room_for_who_has_gone()
    {
        using var budget = new BodyBudget(TimeProvider.System, new BodyLimits(MiB));
        await budget.ReserveAsync(MiB, Token);
        using var gone = new CancellationTokenSource();
        var waiting = budget.ReserveAsync(MiB, gone.Token).AsTask();

        await gone.CancelAsync();
        budget.Release(MiB);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, budget.Held);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void Bears_a_slow_line_and_not_a_silent_sender(int bytesPerSecond, bool isBorne)
    {
        var pace = new BodyPace(TimeSpan.Zero);
        var looks = Enumerable.Range(1, 90).Select(
            second => pace.Look(TimeSpan.FromSeconds(second), 16 * MiB + second * bytesPerSecond));

        // What came in the first moment does not count for later.
        Assert.Equal(isBorne, looks.Skip(30).All(isFast => isFast));
    }

    /// <summary>Thirty senders announce a MiB each, send half of it and stop; an honest one is served within seconds.
    /// </summary>
    [Fact]
    public async Task Gives_up_idle_senders_where_others_wait()
    {
        await using var app = await ServeAsync(4 * MiB);
        var idle = Enumerable.Range(0, 30).Select(_ => Open(app)).ToArray();
        foreach (var one in idle) await one.GetStream().WriteAsync(Post(MiB, new byte[MiB / 2]), Token);
        var budget = app.Services.GetRequiredService<BodyBudget>();
        await Eventually.HoldsAsync(() => budget.Held == 4 * MiB, "Idle senders do not fill the budget.");

        using var honest = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        string? answer = null;
        for (var attempt = 0; answer is null && attempt < 5; attempt++)
        {
            using var sent = await honest.PostAsync("/", new ByteArrayContent(new byte[3 * MiB]), Token);
            if (sent.IsSuccessStatusCode) answer = await sent.Content.ReadAsStringAsync(Token);
            else Assert.NotNull(sent.Headers.RetryAfter);
        }

        Assert.Equal($"{3 * MiB}", answer);
        var told = idle.Select(AnswerAsync).ToList();
        var isGivenUp = false;
        while (!isGivenUp && told.Count > 0)
        {
            var next = await Task.WhenAny(told);
            told.Remove(next);
            isGivenUp = (await next).Contains("408", StringComparison.Ordinal);
        }

        Assert.True(isGivenUp, "All were refused for want of room, and none for being idle.");
        foreach (var one in idle) one.Dispose();
    }

    [Fact]
    public async Task Never_holds_more_than_its_bytes()
    {
        await using var app = await ServeAsync(4 * MiB);
        var budget = app.Services.GetRequiredService<BodyBudget>();
        var idle = Enumerable.Range(0, 20).Select(_ => Open(app)).ToArray();
        foreach (var one in idle) await one.GetStream().WriteAsync(Post(MiB, new byte[MiB - 1]), Token);
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(budget.Held, 0, 4 * MiB);
            await Task.Delay(50, Token);
        }

        foreach (var one in idle) one.Dispose();
        await Eventually.HoldsAsync(() => budget.Held == 0, "Room of senders that left does not come back.");
    }

    static async Task<WebApplication> ServeAsync(long bytesMax)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => NeptuneServer.Limit(kestrel.Limits));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new BodyLimits(bytesMax)).AddApiHttp();
        var app = builder.Build();
        app.UseApiErrors();
        app.MapPost("/", async (HttpContext context, BodyBudget budget) =>
        {
            using var body = await RequestBody.ReadAsync(context, budget, 8 * MiB);
            return $"{body.Length}";
        });
        await app.StartAsync(Token);
        return app;
    }

    static TcpClient Open(WebApplication app)
    {
        var client = new TcpClient();
        client.Connect("127.0.0.1", new Uri(app.Urls.First()).Port);
        return client;
    }

    static byte[] Post(int announced, byte[] sent) =>
        [.. Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {announced}\r\n\r\n"), .. sent];

    static async Task<string> AnswerAsync(TcpClient client)
    {
        var buffer = new byte[4096];
        var read = await client.GetStream().ReadAsync(buffer, Token).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), Token);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
