using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Files;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Files;

/// <summary>Who may use a signed address, for what, and until when: in all three forms.</summary>
public class SignedAddressTests
{
    static readonly Guid s_project = Guid.NewGuid();
    static readonly Gen<string> s_field = Gen.Int[0, 3].Array[0, 3].Select(parts =>
        string.Concat(parts.Select(part => part switch { 0 => "\n", 1 => "a", 2 => "2099-01-01T00:00:00Z", _ => "\0\0\0\u0001" })));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms => new() { "Goog", "Amz", "Azure" };

    [Fact]
    public void Signs_different_bytes_for_whatever_differs() =>
        Gen.Select(s_field.Array[6], s_field.Array[6]).Sample((one, other) =>
            Assert.Equal(one.SequenceEqual(other), Bytes(one).SequenceEqual(Bytes(other))));

    static byte[] Bytes(string[] fields) => SignedFields.Of(
        fields[0], new FileGrant(fields[1], s_project, fields[2], fields[3]), fields[4], fields[5]);

    /// <summary>Of a path with line breaks, the part before them used to pass for the expiry, or the other way round.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Makes_no_signature_that_fits_another_path_or_expiry(string form)
    {
        await using var server = await TestServer.StartAsync();
        var signer = server.Service<UrlSigner>();
        var expiry = form == "Azure" ? "se" : $"X-{form}-Expires";
        foreach (var (path, other, moved) in new[] { ("x\nvictim", "victim", "\nx"), ("\nvictim", "victim", "\n") })
        {
            var query = await SignAsync(signer, form, path);
            query[expiry] += moved;
            Assert.False(await IsValidAsync(signer, form, other, query));
        }

        var good = await SignAsync(signer, form, "victim");
        Assert.True(await IsValidAsync(signer, form, "victim", good));
        Assert.False(await IsValidAsync(signer, form, "other", good));
        foreach (var name in good.Keys.Where(name => name is not ("sv" or "sr" or "sp" or "use") && !name.EndsWith("Algorithm", StringComparison.Ordinal)))
        {
            var forged = new Dictionary<string, string>(good) { [name] = Forged(name, good[name]) };
            Assert.False(await IsValidAsync(signer, form, "victim", forged), name);
        }

        static string Forged(string name, string value) => name switch
        {
            "se" => "2099-01-01T00:00:00Z",
            "si" or "holder" => $"{Guid.NewGuid():N}.",
            _ => value.Length > 0 && char.IsAsciiDigit(value[^1]) ? value + "0" : value[..^1] + (value[^1] == 'A' ? 'B' : 'A'),
        };
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    [InlineData("\0a")]
    [InlineData("a\u0085b")]
    [InlineData("\u007f")]
    public async Task Refuses_paths_with_control_characters(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        foreach (var endpoint in new[] { "signedUrl", "azure/signedUrl" })
            foreach (var permission in new[] { "read", "write" })
            {
                using var refused = await client.PostAsJsonAsync(
                    "/api/storagebridge/v1/" + endpoint,
                    new { files = new[] { new { path, permission, project_identifier = "team/llm" } } }, Token);
                Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            }

        using var joined = await client.PostAsJsonAsync(
            "/api/storagebridge/v1/s3/completeMultipartUpload",
            new { project_identifier = "team/llm", path, upload_id = "u", parts = new[] { new { part_number = 1, etag = "e" } } }, Token);
        Assert.Contains("control characters", (await TestServer.JsonAsync(joined)).GetProperty("message").GetString(), StringComparison.Ordinal);

        Assert.Null(FileGrant.ParsePath(new FileGrant("read", s_project, path).PathSegment));
        Assert.Null(FileGrant.ParsePath("gA")); // a byte that is no UTF-8
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Ends_with_the_token_that_asked_for_it(string form)
    {
        await using var server = await TestServer.StartAsync(
            storage: options => options with { Protocol = form == "Amz" ? FileProtocol.Amazon : FileProtocol.Google });
        using var admin = await server.LoggedInClientAsync();
        var made = await TestServer.JsonAsync(await admin.PostAsJsonAsync("/api/tokens", new { username = "ann" }, Token));
        using var ann = server.Client();
        var tokens = await TestServer.ExchangeAsync(ann, made.GetProperty("token").GetString()!);
        ann.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        var write = await AddressAsync(ann, form, "write"); // makes the project
        var read = await AddressAsync(ann, form, "read");
        using var anyone = server.Client();
        var session = await PutAsync(anyone, form, write);
        Assert.Equal("0123", await anyone.GetStringAsync(read, Token));

        await admin.DeleteAsync($"/api/tokens/{made.GetProperty("id").GetGuid()}", Token);

        var refused = form == "Azure" ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest;
        Assert.Equal(refused, (await anyone.GetAsync(read, Token)).StatusCode);
        Assert.Equal(refused, (await SendAsync(anyone, form, write)).StatusCode);
        if (session is not null) Assert.Equal(refused, (await anyone.PutAsync(session, new ByteArrayContent([1]), Token)).StatusCode);
        // Whoever has another token has other addresses.
        Assert.Equal("0123", await anyone.GetStringAsync(await AddressAsync(admin, form, "read"), Token));
    }

    [Fact]
    public async Task Ends_with_the_session_that_asked_for_it()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var logIn = await client.PostAsJsonAsync("/api/session", new { token = await server.ApiTokenAsync() }, Token);
        client.DefaultRequestHeaders.Add("Cookie", logIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        client.DefaultRequestHeaders.Add("X-Requested-With", "test");
        var address = await AddressAsync(client, "Azure", "write");
        using var anyone = server.Client();
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(anyone, "Azure", address)).StatusCode);

        await client.DeleteAsync("/api/session", Token);

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(anyone, "Azure", address)).StatusCode);
    }

    static async Task<Dictionary<string, string>> SignAsync(UrlSigner signer, string form, string path)
    {
        var grant = new FileGrant(FileGrant.Read, s_project, path) { Holder = new Credential(Guid.NewGuid(), null) };
        var query = form == "Azure"
            ? await signer.SignAzureAsync(grant, TimeSpan.FromHours(1), Token)
            : await signer.SignAsync(form, grant, TimeSpan.FromHours(1), Token);
        return QueryHelpers.ParseQuery(query.Value).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }

    static async Task<bool> IsValidAsync(UrlSigner signer, string form, string path, Dictionary<string, string> query)
    {
        var parameters = new QueryCollection(query.ToDictionary(pair => pair.Key, pair => new Microsoft.Extensions.Primitives.StringValues(pair.Value)));
        var holder = query[form == "Azure" ? UrlSigner.AzureHolderParameter : UrlSigner.HolderParameter];
        var grant = new FileGrant(FileGrant.Read, s_project, path) { Holder = Credential.Parse(holder) ?? default };
        return form == "Azure"
            ? await signer.VerifyAzureAsync(grant, parameters, Token) == AzureSignature.Valid
            : await signer.VerifyAsync(form, grant, parameters, Token);
    }

    static async Task<string> AddressAsync(HttpClient client, string form, string permission)
    {
        using var signed = await client.PostAsJsonAsync(
            "/api/storagebridge/v1/" + (form == "Azure" ? "azure/signedUrl" : "signedUrl"),
            new { files = new[] { new { path = "dir/file", permission, project_identifier = "team/llm" } } }, Token);
        return (await TestServer.JsonAsync(signed.EnsureSuccessStatusCode())).GetProperty("files")[0].GetProperty("url").GetString()!;
    }

    /// <returns>The address at which the upload would be gone on with, where there is one.</returns>
    static async Task<Uri?> PutAsync(HttpClient client, string form, string address)
    {
        using var first = (await SendAsync(client, form, address)).EnsureSuccessStatusCode();
        if (form != "Goog") return null;

        (await client.PutAsync(first.Headers.Location, new ByteArrayContent("0123"u8.ToArray()), Token)).EnsureSuccessStatusCode();
        using var second = await SendAsync(client, form, address);
        return second.Headers.Location;
    }

    static async Task<HttpResponseMessage> SendAsync(HttpClient client, string form, string address)
    {
        using var request = new HttpRequestMessage(form == "Goog" ? HttpMethod.Post : HttpMethod.Put, address)
        {
            Content = new ByteArrayContent(form == "Goog" ? [] : Encoding.ASCII.GetBytes("0123")),
        };
        if (form == "Goog") request.Headers.Add("X-Goog-Resumable", "start");
        return await client.SendAsync(request, Token);
    }
}
