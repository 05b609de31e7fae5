using System.Net;
using System.Text;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Files;

public class AzureStorageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static Task<string> SignAsync(TestServer server, string permission, string path) =>
        GoogleStorageTests.SignAsync(server, permission, path, "azure/signedUrl");

    static async Task<HttpResponseMessage> PutAsync(HttpClient client, string url, string content)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.Add("x-ms-blob-type", "BlockBlob");
        return await client.PutAsync(url, body, Token);
    }

    [Fact]
    public async Task Puts_a_file_at_once_and_reads_it_in_ranges()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var put = await PutAsync(client, await SignAsync(server, "write", "dir/file"), "0123456789");
        using var request = new HttpRequestMessage(HttpMethod.Get, await SignAsync(server, "read", "dir/file"));
        request.Headers.Add("x-ms-range", "bytes=0-3");
        var part = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(put.Headers.ETag, part.Headers.ETag);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 0-3/10", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal("0123", await part.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Joins_blocks_in_the_order_of_the_list()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var url = await SignAsync(server, "write", "file");
        await PutAsync(client, url + "&comp=block&blockid=Mg%3D%3D", "second");
        await PutAsync(client, url + "&comp=block&blockid=MQ%3D%3D", "first ");
        const string list =
            "<?xml version='1.0' encoding='utf-8'?><BlockList><Latest>MQ==</Latest><Latest>Mg==</Latest></BlockList>";

        var missing = await PutAsync(
            client, url + "&comp=blocklist", "<BlockList><Latest>MQ==</Latest><Latest>no</Latest></BlockList>");
        var malformed = await PutAsync(client, url + "&comp=blocklist", "<BlockList>");
        var joined = await PutAsync(client, url + "&comp=blocklist", list);

        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Equal("InvalidBlockList", malformed.Headers.GetValues("x-ms-error-code").Single());
        Assert.Equal(HttpStatusCode.Created, joined.StatusCode);
        Assert.Equal("first second", await client.GetStringAsync(await SignAsync(server, "read", "file"), Token));
        Assert.Equal(
            HttpStatusCode.BadRequest, (await PutAsync(client, url + "&comp=blocklist", list)).StatusCode);
    }

    [Fact]
    public async Task Says_what_is_wrong_as_azure_does()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        await PutAsync(client, await SignAsync(server, "write", "empty"), "");
        var url = await SignAsync(server, "read", "empty");

        await RefusedAsync(404, "BlobNotFound", await SignAsync(server, "read", "nothing"));
        await RefusedAsync(416, "InvalidRange", url, ("x-ms-range", "bytes=0-33554431"));
        await RefusedAsync(412, "ConditionNotMet", url, ("If-Match", "\"other\""));
        await RefusedAsync(403, "AuthenticationFailed", url.Replace("sig=", "sig=x", StringComparison.Ordinal));
        await RefusedAsync(403, "AuthenticationFailed", await SignAsync(server, "write", "empty"));
        server.Time.Advance(TimeSpan.FromHours(2));
        var expired = await RefusedAsync(403, "AuthenticationFailed", url);
        Assert.Contains("Signed expiry time", expired, StringComparison.Ordinal);

        async Task<string> RefusedAsync(
            int status, string code, string address, (string Name, string Value) header = default)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (header.Name is not null) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            var refused = await client.SendAsync(request, Token);
            Assert.Equal(status, (int)refused.StatusCode);
            Assert.Equal(code, refused.Headers.GetValues("x-ms-error-code").Single());
            return await refused.Content.ReadAsStringAsync(Token);
        }
    }
}
