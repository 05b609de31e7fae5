using System.Net;
using System.Net.Http.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Auth;

public class SessionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string? CookieOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single() : null;

    static async Task<HttpResponseMessage> SendAsync(
        TestServer server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Token);
    }

    [Theory]
    [InlineData("/page", "text/html")]
    [InlineData("/api/session", "application/json")]
    public async Task Lets_a_browser_on_this_machine_in(string path, string accept)
    {
        await using var server = await TestServer.StartAsync();

        var cookie = CookieOf(await SendAsync(server, HttpMethod.Get, path, ("Accept", accept)))!;

        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        var who = await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookie.Split(';')[0]));
        Assert.Equal("admin", await who.Content.ReadAsStringAsync(Token));
        Assert.Null(CookieOf(await SendAsync(
            server, HttpMethod.Get, path, ("Accept", accept), ("Cookie", cookie.Split(';')[0]))));
    }

    [Fact]
    public async Task Lets_nobody_in_who_only_seems_to_be_on_this_machine()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Null(CookieOf(await SendAsync(
            server, HttpMethod.Get, "/page", ("Accept", "text/html"), ("Host", "attacker.example"))));
        Assert.Null(CookieOf(await SendAsync(
            server, HttpMethod.Get, "/page", ("Accept", "text/html"), ("X-Forwarded-For", "10.1.2.3"))));

        await using var off = await TestServer.StartAsync(auth => auth with { LocalSessions = false });
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(off, HttpMethod.Get, "/api/session")).StatusCode);

        await using var proxied = await TestServer.StartAsync(
            auth => auth with { PublicUrl = new Uri("https://neptune.example.org/") });
        Assert.Null(CookieOf(await SendAsync(proxied, HttpMethod.Get, "/page", ("Accept", "text/html"))));

        await using var open = await TestServer.StartAsync(address: "http://0.0.0.0:0");
        Assert.Null(CookieOf(await SendAsync(open, HttpMethod.Get, "/page", ("Accept", "text/html"))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(open, HttpMethod.Get, "/api/session")).StatusCode);
    }

    [Fact]
    public async Task Logs_in_with_an_api_token_and_out()
    {
        await using var server = await TestServer.StartAsync(auth => auth with { LocalSessions = false });
        using var client = server.Client();

        var refused = await client.PostAsJsonAsync("/api/session", new { token = "rubbish" }, Token);
        var accepted = await client.PostAsJsonAsync(
            "/api/session", new { token = await server.ApiTokenAsync() }, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("admin", (await TestServer.JsonAsync(accepted)).GetProperty("username").GetString());
        var cookie = CookieOf(accepted)!.Split(';')[0];
        var session = await SendAsync(server, HttpMethod.Get, "/api/session", ("Cookie", cookie));
        Assert.Equal("admin", (await TestServer.JsonAsync(session)).GetProperty("username").GetString());

        Assert.Contains(
            "expires=Thu, 01 Jan 1970", CookieOf(await client.DeleteAsync("/api/session", Token))!,
            StringComparison.Ordinal);
        server.Time.Advance(TimeSpan.FromDays(31));
        var ended = await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
    }

    [Fact]
    public async Task Goes_on_under_the_name_of_who_works_with_the_browser()
    {
        await using var server = await TestServer.StartAsync();
        var first = await SendAsync(server, HttpMethod.Get, "/api/session");
        var cookie = CookieOf(first)!.Split(';')[0];
        Assert.False((await TestServer.JsonAsync(first)).GetProperty("isNamed").GetBoolean());

        var named = await NameAsync(cookie, "  Ada Lovelace \u202e ");
        var renamed = CookieOf(named)!.Split(';')[0];
        Assert.Equal("Ada Lovelace \u202e", (await TestServer.JsonAsync(named)).GetProperty("username").GetString());
        var who = await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", renamed));
        Assert.Equal("Ada Lovelace \u202e", await who.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookie))).StatusCode);
        foreach (var name in new[] { "", " ", "a\u0000", new string('x', 191), null })
            Assert.Equal(HttpStatusCode.BadRequest, (await NameAsync(renamed, name)).StatusCode);
        using var client = await server.LoggedInClientAsync();
        Assert.Equal(
            HttpStatusCode.BadRequest, (await client.PutAsJsonAsync("/api/session/name", new { name = "Ada" }, Token)).StatusCode);

        async Task<HttpResponseMessage> NameAsync(string cookie, string? name)
        {
            using var browser = server.Client();
            browser.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
            browser.DefaultRequestHeaders.Add("X-Requested-With", "neptunealt");
            return await browser.PutAsJsonAsync("/api/session/name", new { name }, Token);
        }
    }

    [Fact]
    public async Task Ends_the_session_of_a_copied_cookie_when_it_is_signed_out_of_and_no_other()
    {
        await using var server = await TestServer.StartAsync(auth => auth with { LocalSessions = false });
        using var client = server.Client();
        var token = await server.ApiTokenAsync();
        var cookies = new List<string>();
        foreach (var _ in new[] { 1, 2 })
            cookies.Add(CookieOf(await client.PostAsJsonAsync("/api/session", new { token }, Token))!.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookies[0]))).StatusCode);

        var ended = await SendAsync(server, HttpMethod.Delete, "/api/session", ("Cookie", cookies[0]));

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        var copied = await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookies[0]));
        Assert.Equal(HttpStatusCode.Unauthorized, copied.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookies[1]))).StatusCode);
        // Another server, which has not heard of it, asks the catalog.
        var elsewhere = new LiveSessions(server.Service<CatalogSessions>(), new AuthOptions(), server.Time);
        var session = (await server.Service<AccessTokens>().VerifyAsync(cookies[0].Split('=')[1], TokenUse.Session, Token))!.Session;
        Assert.False(await elsewhere.ContainsAsync(session!.Value, Token));
    }

    [Fact]
    public async Task Ends_what_was_given_without_a_token_once_the_server_asks_for_one()
    {
        await using var server = await TestServer.StartAsync(auth => auth with { LocalSessions = false });
        var accessTokens = server.Service<AccessTokens>();
        foreach (var (use, header) in new[] { (TokenUse.Session, "Cookie"), (TokenUse.Access, "Authorization") })
        {
            var token = await accessTokens.IssueAsync(new Caller("admin", null), use, "here", TimeSpan.FromDays(1), Token);
            var value = use == TokenUse.Session ? "neptunealt_session=" + token : "Bearer " + token;
            var refused = await SendAsync(server, HttpMethod.Get, "/api/who", (header, value));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Keeps_the_session_in_a_cookie_of_this_very_host_where_browsers_come_by_https()
    {
        await using var server = await TestServer.StartAsync(auth => auth with { PublicUrl = new Uri("https://neptune.example.org") });
        using var client = server.Client();

        var cookie = CookieOf(await client.PostAsJsonAsync("/api/session", new { token = await server.ApiTokenAsync() }, Token))!;

        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        var who = await SendAsync(server, HttpMethod.Get, "/api/who", ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, who.StatusCode);
    }

    [Fact]
    public async Task Changes_nothing_for_a_request_that_another_site_made()
    {
        await using var server = await TestServer.StartAsync();
        var cookie = CookieOf(await SendAsync(server, HttpMethod.Get, "/api/session"))!.Split(';')[0];
        var origin = server.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(("Origin", "http://attacker.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(("Origin", "null")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(("Origin", origin)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(("X-Requested-With", "neptunealt")));

        async Task<HttpStatusCode> PostAsync(params (string, string)[] headers) => (await SendAsync(
            server, HttpMethod.Post, "/api/who", [("Cookie", cookie), .. headers])).StatusCode;
    }
}
