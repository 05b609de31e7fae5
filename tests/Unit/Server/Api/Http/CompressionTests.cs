using System.IO.Compression;
using System.Text;
using NeptuneAlt.Unit.Server.Api;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Http;

public class CompressionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task Sends_an_asset_in_the_form_that_the_build_made(string accepted, string? encoding)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", accepted);

        var answer = await client.GetAsync("/assets/large.js", Token);

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(TestServer.LargeAsset, await TextAsync(answer));
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        Assert.True(answer.Headers.CacheControl?.Extensions.Any(extension => extension.Name == "immutable"));
    }

    [Fact]
    public async Task Sends_an_asset_as_it_is_where_its_compressed_form_is_not_smaller()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        var answer = await client.GetAsync("/assets/app.js", Token);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("1", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Compresses_json_and_pages_but_nothing_that_holds_a_secret()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        var projects = await client.GetAsync("/api/backend/v1/projects/listForUser", Token);
        var page = await client.GetAsync("/", Token);
        var tokens = await client.GetAsync("/api/tokens", Token);

        Assert.Equal("br", Assert.Single(projects.Content.Headers.ContentEncoding));
        Assert.StartsWith("{", await TextAsync(projects), StringComparison.Ordinal);
        Assert.Equal("br", Assert.Single(page.Content.Headers.ContentEncoding));
        Assert.True(tokens.IsSuccessStatusCode);
        Assert.Empty(tokens.Content.Headers.ContentEncoding);
    }

    static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(Token);
        await using Stream text = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(text, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }
}
