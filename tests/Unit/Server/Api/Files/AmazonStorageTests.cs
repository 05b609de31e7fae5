using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Server.Api.Files;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Files;

/// <summary>Files whole, and in parts all at once, in Amazon's protocol.</summary>
public class AmazonStorageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static Task<TestServer> StartAsync() => TestServer.StartAsync(
        storage: options => options with { Protocol = FileProtocol.Amazon, PartBytes = 4 });

    [Fact]
    public async Task Puts_a_small_file_whole_and_reads_it_back()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var file = await SignAsync(server, "write", "dir/file", size: 4);

        using var put = await PutAsync(client, file.GetProperty("url").GetString()!, "0123");

        Assert.Equal("aws", file.GetProperty("provider").GetString());
        Assert.False(file.TryGetProperty("multipart", out _));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.NotEmpty(put.Headers.ETag!.Tag);
        var read = await SignAsync(server, "read", "dir/file", size: null);
        Assert.Equal("0123", await client.GetStringAsync(read.GetProperty("url").GetString(), Token));
    }

    [Fact]
    public async Task Joins_parts_once_all_are_there()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        using var user = await server.LoggedInClientAsync();
        var multipart = (await SignAsync(server, "write", "file", size: 10)).GetProperty("multipart");
        var urls = multipart.GetProperty("part_urls").EnumerateArray().Select(url => url.GetString()!).ToArray();
        var upload = multipart.GetProperty("upload_id").GetString()!;
        Assert.Equal((3, 4), (urls.Length, multipart.GetProperty("part_size").GetInt32()));

        var tags = new string[3];
        foreach (var part in new[] { 2, 0 }) tags[part] = await PartAsync(client, urls[part], "0123456789"[(part * 4)..Math.Min(10, (part * 4) + 4)]);
        using var early = await CompleteAsync(user, upload, tags[0], "\"none\"", tags[2]);
        tags[1] = await PartAsync(client, urls[1], "4567");
        using var gap = await CompleteAsync(user, upload);
        using var wrong = await CompleteAsync(user, upload, tags[0], tags[2], tags[1]);
        using var done = await CompleteAsync(user, upload, tags);
        using var again = await CompleteAsync(user, upload, tags);

        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        Assert.Contains("Part 2", (await TestServer.JsonAsync(early)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, gap.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        var read = await SignAsync(server, "read", "file", size: null);
        Assert.Equal("0123456789", await client.GetStringAsync(read.GetProperty("url").GetString(), Token));
    }

    [Fact]
    public async Task Refuses_addresses_that_have_expired_or_are_for_something_else()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var url = (await SignAsync(server, "write", "file", size: 1)).GetProperty("url").GetString()!;
        var read = (await SignAsync(server, "read", "file", size: null)).GetProperty("url").GetString()!;

        using var missing = await client.GetAsync(read, Token);
        using var crossed = await PutAsync(client, read, "x");
        using var forged = await PutAsync(client, url.Replace("X-Amz-Expires=3600", "X-Amz-Expires=99999", StringComparison.Ordinal), "x");
        server.Time.Advance(TimeSpan.FromHours(2));
        using var expired = await PutAsync(client, url, "x");

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        foreach (var refused in new[] { crossed, forged, expired }) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_completion_names_a_project_that_is_there_and_its_parts()
    {
        await using var server = await StartAsync();
        using var user = await server.LoggedInClientAsync();

        using var incomplete = await user.PostAsJsonAsync("/api/storagebridge/v1/s3/completeMultipartUpload", new { path = "file" }, Token);
        using var elsewhere = await user.PostAsJsonAsync(
            "/api/storagebridge/v1/s3/completeMultipartUpload",
            new { project_identifier = "no/where", path = "file", upload_id = "u", parts = Array.Empty<object>() }, Token);

        Assert.Equal(HttpStatusCode.BadRequest, incomplete.StatusCode);
        Assert.Equal("ACCESS_DENIED", (await TestServer.JsonAsync(elsewhere)).GetProperty("errorType").GetString());
    }

    static async Task<JsonElement> SignAsync(TestServer server, string permission, string path, long? size)
    {
        using var client = await server.LoggedInClientAsync();
        using var response = await client.PostAsJsonAsync(
            "/api/storagebridge/v1/signedUrl",
            new { files = new[] { new { path, permission, project_identifier = "team/llm", size } } }, Token);
        return (await TestServer.JsonAsync(response.EnsureSuccessStatusCode())).GetProperty("files")[0];
    }

    static async Task<HttpResponseMessage> PutAsync(HttpClient client, string url, string content) =>
        await client.PutAsync(url, new ByteArrayContent(Encoding.UTF8.GetBytes(content)), Token);

    static async Task<string> PartAsync(HttpClient client, string url, string content)
    {
        using var put = await PutAsync(client, url, content);
        return put.EnsureSuccessStatusCode().Headers.ETag!.Tag;
    }

    static Task<HttpResponseMessage> CompleteAsync(HttpClient user, string upload, params string[] tags) => user.PostAsJsonAsync(
        "/api/storagebridge/v1/s3/completeMultipartUpload",
        new
        {
            project_identifier = "team/llm", path = "file", upload_id = upload,
            parts = tags.Select((etag, place) => new { part_number = place + 1, etag }),
        }, Token);
}
