using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Web;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Files;

[Trait(Speed.Name, Speed.Slow)]
public class GoogleStorageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<string> SignAsync(
        TestServer server, string permission, string path, string endpoint = "signedUrl", string project = "team/llm")
    {
        using var client = await server.LoggedInClientAsync();
        var response = await client.PostAsJsonAsync(
            "/api/storagebridge/v1/" + endpoint,
            new { files = new[] { new { path, permission, project_identifier = project, size = 3 } } }, Token);
        var file = (await TestServer.JsonAsync(response.EnsureSuccessStatusCode())).GetProperty("files")[0];
        Assert.Equal(path, file.GetProperty("path").GetString());
        Assert.Equal(project, file.GetProperty("project_identifier").GetString());
        return file.GetProperty("url").GetString()!;
    }

    static async Task<Uri> BeginAsync(HttpClient client, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent([]) };
        request.Headers.Add("X-goog-resumable", "start");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        return (await client.SendAsync(request, Token)).EnsureSuccessStatusCode().Headers.Location!;
    }

    /// <returns>The status, and how many bytes the server says it has.</returns>
    static async Task<(int Status, string? Range)> PutAsync(
        HttpClient client, Uri session, string range, string content = "")
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        if (range.Length > 0) body.Headers.TryAddWithoutValidation("Content-Range", range);
        var response = await client.PutAsync(session, body, Token);
        return (
            (int)response.StatusCode,
            response.Headers.TryGetValues("Range", out var values) ? values.Single() : null);
    }

    static async Task UploadAsync(TestServer server, string path, string content)
    {
        using var client = server.Client();
        var session = await BeginAsync(client, await SignAsync(server, "write", path));
        Assert.Equal((200, null), await PutAsync(client, session, "", content));
    }

    static string Change(string url, params (string Name, string Value)[] changes)
    {
        var uri = new UriBuilder(url);
        var query = HttpUtility.ParseQueryString(uri.Query);
        foreach (var (name, value) in changes) query[name] = value;
        uri.Query = query.ToString();
        return uri.ToString();
    }

    [Fact]
    public async Task Uploads_in_chunks_and_resumes_where_the_server_says()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var session = await BeginAsync(client, await SignAsync(server, "write", "run/ä/../a b.txt"));

        Assert.Equal((308, null), await PutAsync(client, session, "bytes */8"));
        Assert.Equal((308, null), await PutAsync(client, session, "bytes 2-3/8", "xx"));
        Assert.Equal((308, "bytes=0-2"), await PutAsync(client, session, "bytes 0-2/8", "012"));
        Assert.Equal((308, "bytes=0-4"), await PutAsync(client, session, "bytes 2-4/8", "234"));
        Assert.Equal((308, "bytes=0-4"), await PutAsync(client, session, "bytes */8"));
        Assert.Equal((400, null), await PutAsync(client, session, "bytes 5-7/8", "5"));
        Assert.Equal((400, null), await PutAsync(client, session, "bytes 5-7/6", "567"));
        Assert.Equal((200, null), await PutAsync(client, session, "bytes 5-7/8", "567"));
        Assert.Equal((400, null), await PutAsync(client, session, "bytes */8"));

        var read = await client.GetAsync(await SignAsync(server, "read", "run/ä/../a b.txt"), Token);
        Assert.Equal("01234567", await read.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Takes_an_empty_file()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var session = await BeginAsync(client, await SignAsync(server, "write", "empty"));

        Assert.Equal((200, null), await PutAsync(client, session, "bytes */0"));

        var read = await client.GetAsync(await SignAsync(server, "read", "empty"), Token);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(0, read.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Sends_files_as_something_to_save_in_ranges()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await UploadAsync(server, "plots/<ü>\".html", "0123456789");
        var url = await SignAsync(server, "read", "plots/<ü>\".html");

        var whole = await client.GetAsync(url, Token);
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("application/octet-stream", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());

        foreach (var (range, expected) in new[]
            { ("bytes=2-4", "234"), ("bytes=8-", "89"), ("bytes=-3", "789"), ("bytes=5-99", "56789") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Range", range);
            var part = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(expected, await part.Content.ReadAsStringAsync(Token));
            Assert.Equal(10, part.Content.Headers.ContentRange!.Length);
        }

        using var beyond = new HttpRequestMessage(HttpMethod.Get, url);
        beyond.Headers.TryAddWithoutValidation("Range", "bytes=10-");
        Assert.Equal(
            HttpStatusCode.RequestedRangeNotSatisfiable, (await client.SendAsync(beyond, Token)).StatusCode);
    }

    [Theory]
    [InlineData("a.png", "image/png")]
    [InlineData("a.svg", "application/octet-stream")]
    [InlineData("a.log", "text/plain")]
    [InlineData("a.js", "application/octet-stream")]
    [InlineData("a", "application/octet-stream")]
    public async Task Names_only_types_that_a_browser_does_not_run(string path, string type)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await UploadAsync(server, path, "x");

        var read = await client.GetAsync(await SignAsync(server, "read", path), Token);

        Assert.Equal(type, read.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Refuses_an_address_that_is_expired_or_changed_with_400()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await UploadAsync(server, "file", "content");
        await UploadAsync(server, "other", "content");
        var url = await SignAsync(server, "read", "file");
        var other = await SignAsync(server, "read", "other");
        var write = await SignAsync(server, "write", "file");
        var past = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        Assert.Equal(200, await GetAsync(Change(url)));
        Assert.Equal(400, await GetAsync(Change(url, ("X-Goog-Date", past), ("X-Goog-Expires", "1"))));
        Assert.Equal(400, await GetAsync(Change(url, ("X-Goog-Expires", "99999999"))));
        Assert.Equal(400, await GetAsync(new Uri(other).GetLeftPart(UriPartial.Path) + new Uri(url).Query));
        Assert.Equal(400, await GetAsync(write));
        Assert.Equal(400, await GetAsync(Change(write, ("use", "read"))));
        Assert.Equal(400, await GetAsync(new Uri(url).GetLeftPart(UriPartial.Path)));
        using var begin = new HttpRequestMessage(HttpMethod.Post, url);
        begin.Headers.Add("X-goog-resumable", "start");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(begin, Token)).StatusCode);

        server.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(400, await GetAsync(url));

        async Task<int> GetAsync(string address) => (int)(await client.GetAsync(address, Token)).StatusCode;
    }

    [Fact]
    public async Task Signs_for_files_that_are_not_there_and_says_404_for_them()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await UploadAsync(server, "file", "content");

        var missing = await client.GetAsync(await SignAsync(server, "read", "nothing"), Token);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Keeps_the_files_of_projects_apart_and_ends_with_the_project()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await UploadAsync(server, "file", "content");
        await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "other", null, "priv", "", DateTimeOffset.UtcNow), Token);

        var foreign = await client.GetAsync(await SignAsync(server, "read", "file", project: "team/other"), Token);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        var url = await SignAsync(server, "read", "file");
        using var admin = await server.LoggedInClientAsync();
        await admin.DeleteAsync("/api/backend/v1/projects?projectIdentifier=team/llm", Token);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(url, Token)).StatusCode);
    }

    [Fact]
    public async Task Bounds_the_size_of_a_file()
    {
        await using var server = await TestServer.StartAsync(storage: storage => storage with { FileBytesMax = 10 });
        using var client = server.Client();
        var session = await BeginAsync(client, await SignAsync(server, "write", "file"));

        Assert.Equal((413, null), await PutAsync(client, session, "bytes 0-1/11", "01"));
        Assert.Equal((413, null), await PutAsync(client, session, "bytes 0-10/*", "01234567890"));
        Assert.Equal((413, null), await PutAsync(client, session, "", "01234567890"));
        Assert.Equal((200, null), await PutAsync(client, session, "", "0123456789"));
    }

    [Fact]
    public async Task Takes_chunks_larger_than_the_servers_usual_bound()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var session = await BeginAsync(client, await SignAsync(server, "write", "large"));
        using var body = new ByteArrayContent(new byte[40 << 20]);

        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(session, body, Token)).StatusCode);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_request_to_sign()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        await RefusedAsync(400, new { });
        await RefusedAsync(400, Files(new { path = "a", permission = "read" }));
        await RefusedAsync(400, Files(new { path = "", permission = "read", project_identifier = "a/b" }));
        await RefusedAsync(400, Files(new { path = "a", permission = "delete", project_identifier = "a/b" }));
        await RefusedAsync(
            400, Files(new { path = new string('ä', 3000), permission = "read", project_identifier = "a/b" }));
        await RefusedAsync(413, Files([.. Enumerable.Repeat(new { path = "a" }, 1001)]));
        var unknown = await RefusedAsync(
            403, Files(new { path = "a", permission = "read", project_identifier = "a/b" }));
        Assert.Equal("ACCESS_DENIED", unknown.GetProperty("errorType").GetString());
        using var anyone = server.Client();
        var response = await anyone.PostAsJsonAsync("/api/storagebridge/v1/signedUrl", Files(), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);

        async Task<JsonElement> RefusedAsync(int status, object body)
        {
            var refused = await client.PostAsJsonAsync("/api/storagebridge/v1/signedUrl", body, Token);
            Assert.Equal(status, (int)refused.StatusCode);
            return await TestServer.JsonAsync(refused);
        }

        static object Files(params object[] files) => new { files };
    }
}
