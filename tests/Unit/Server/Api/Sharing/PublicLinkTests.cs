using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Sharing.SharedWorld;

namespace NeptuneAlt.Unit.Server.Api.Sharing;

/// <summary>Public links: made, listed, withdrawn, expired and guessed.</summary>
[Collection(EngineCollection.Name)]
public class PublicLinkTests(EngineFixture engine)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_its_key_once_keeps_only_a_hash_and_ends_when_it_is_withdrawn()
    {
        await using var world = await StartAsync(engine);
        var report = await world.PublishAsync(Report());
        var made = await world.LinkAsync(new { boardId = report, kind = "report", name = "For the paper" });
        var key = KeyOf(made);
        var id = made.GetProperty("link").GetProperty("id").GetString();

        Assert.Equal(43, key.Length);
        var list = await world.Admin.GetStringAsync($"{Links}&boardId={report}", Token);
        Assert.Contains("For the paper", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(key, "/board"));

        using var withdrawn = await world.Admin.DeleteAsync(Links.Replace("?", $"/{id}?", StringComparison.Ordinal), Token);
        Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        foreach (var path in (string[])["/board", "/runs"]) Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(key, path));
        Assert.Equal(404, await world.ChartAsync(key, Chart("${train/loss}")));
        using var again = await world.Admin.DeleteAsync(Links.Replace("?", $"/{id}?", StringComparison.Ordinal), Token);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Ends_when_it_expires()
    {
        await using var world = await StartAsync(engine);
        var report = await world.PublishAsync(Report());
        var time = (MovableTime)world.Retrieval.Service<TimeProvider>();
        var key = KeyOf(await world.LinkAsync(new { boardId = report, kind = "report", expires = time.GetUtcNow().AddHours(1) }));
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(key, "/board"));

        time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(key, "/board"));
        Assert.Contains("\"isExpired\":true", await world.Admin.GetStringAsync(Links, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("' OR 1=1 --' OR 1=1 --' OR 1=1 --' OR 1=1 -")]
    public async Task A_key_that_is_none_opens_nothing(string key)
    {
        await using var world = await StartAsync(engine);
        await world.KeyAsync(await world.PublishAsync(Report()));

        foreach (var wrong in (string[])[key, key + key, new string('A', 20_000)])
            Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(wrong, "/board"));
    }

    [Fact]
    public async Task Many_wrong_keys_are_not_looked_up_for_a_minute()
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));
        var last = HttpStatusCode.OK;
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(key, "/runs"));
        for (var at = 0; at < 61; at++)
            last = await world.StatusAsync(Base64Url.EncodeToString([.. Enumerable.Repeat((byte)at, 32)]), "/runs");

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        // Who has a link that was just used is not kept out by others behind the same proxy.
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(key, "/runs"));
        ((MovableTime)world.Retrieval.Service<TimeProvider>()).Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(Base64Url.EncodeToString(new byte[32]), "/runs"));
    }

    /// <summary>What the link opens stands under one root; to all else it is no credential.</summary>
    [Fact]
    public async Task Is_no_credential_anywhere_else()
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        foreach (var path in (string[])["/api/tokens", Links, ReportsPath, "/api/public/v1", "/api/public/v1/else", "/api/public"])
            foreach (var put in (Action<HttpRequestMessage>[])
                     [
                         request => request.Headers.Add("X-Neptunealt-Share", key),
                         request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
                         request => request.Headers.Add("Cookie", $"neptunealt_session={key}"),
                         request => request.Headers.Add("X-Neptune-Api-Token", key),
                     ])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                put(request);
                using var answer = await world.Stranger.SendAsync(request, Token);
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
            }
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_link_that_makes_no_sense()
    {
        await using var world = await StartAsync(engine);
        var report = await world.PublishAsync(Report());
        foreach (var (body, status) in new (object, HttpStatusCode)[]
                 {
                     (new { kind = "report" }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "page" }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "dashboard" }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "dashboard", runs = new { query = "", count = 1 } }, HttpStatusCode.NotFound),
                     (new { boardId = Guid.NewGuid(), kind = "report" }, HttpStatusCode.NotFound),
                     (new { boardId = report, kind = "report", runs = new { count = 1 } }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "report", expires = "2001-01-01T00:00:00Z" }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "report", name = new string('n', 201) }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "dashboard", runs = new { query = "loss <", count = 1 } }, HttpStatusCode.BadRequest),
                     (new { boardId = report, kind = "dashboard", runs = new { count = 100_000 } }, HttpStatusCode.BadRequest),
                 })
        {
            using var answer = await world.Admin.PostAsJsonAsync(Links, body, Token);
            Assert.True(answer.StatusCode == status, $"{body}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
        }

        Assert.Empty(await world.Retrieval.Service<CatalogPublicLinks>().ListAsync(1, null, Token));
    }
}
