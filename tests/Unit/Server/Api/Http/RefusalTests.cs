using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Http;

/// <summary>Requests that once ended in a fault of the server, and their kin.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class RefusalTests
{
    const string Json = "application/json";
    const string Form = "application/x-www-form-urlencoded";
    const string SignedUrl = "/api/storagebridge/v1/signedUrl";
    const string Styles = "/api/leaderboard/v1/attributes/style/queryAttributeStyleSettings";
    const string Complete = "/api/storagebridge/v1/s3/completeMultipartUpload";
    const string Properties = "/api/backend/v1/clients/properties?scope=user&propertyType=t";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignedUrl, """{"files":[null]}""")]
    [InlineData(Complete, """{"project_identifier":"w/p","path":"a","upload_id":"u","parts":[null]}""")]
    [InlineData(Styles, """{"projectIdentifier":"w/p","attributes":[null]}""")]
    [InlineData(Properties, """{"key":[null]}""")]
    [InlineData("/api/session", "[null]")]
    public async Task Refuses_a_null_within_a_list(string path, string body) =>
        Assert.Contains(
            "A list holds a null", await RefusedAsync(path, body, Json, HttpStatusCode.BadRequest),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(SignedUrl, "utf-7")]
    [InlineData(Properties, "utf-16")]
    [InlineData("/api/leaderboard/v1/views/setDefault", "nonsense")]
    public async Task Refuses_a_charset_that_is_not_utf8(string path, string charset) => Assert.Contains(
        "UTF-8", await RefusedAsync(path, "{}", $"{Json}; charset={charset}", HttpStatusCode.UnsupportedMediaType),
        StringComparison.Ordinal);

    /// <summary>A name that clients write and the framework does not know.</summary>
    [Theory]
    [InlineData("UTF8")]
    [InlineData("\"utf-8\"")]
    [InlineData("us-ascii")]
    public async Task Takes_all_names_of_utf8(string charset) => Assert.Equal(
        "'files' is missing.",
        await RefusedAsync(SignedUrl, "{}", $"application/json; charset={charset}", HttpStatusCode.BadRequest));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Refuses_an_encoded_body(string encoding)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        using var content = new StringContent("{}", Encoding.UTF8, Json);
        content.Headers.ContentEncoding.Add(encoding);

        var answer = await client.PostAsync(SignedUrl, content, Token);

        Assert.Contains(
            "Content-Encoding", await MessageAsync(answer, HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"files":[{"size":"x"}]}""", "$.files[0].size")]
    [InlineData("""{"files":3}""", "$.files")]
    [InlineData("""{"files":[}""", "in line 1 at byte 11")]
    [InlineData("""{"files":[{"path":"\ud800"}]}""", "$.files[0].path")]
    [InlineData("{\"files\":[{\"size\":1e999}]}", "$.files[0].size")]
    public async Task Says_where_a_body_is_wrong_and_nothing_of_types(string body, string place)
    {
        var message = await RefusedAsync(SignedUrl, body, Json, HttpStatusCode.BadRequest);

        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain("System", message, StringComparison.Ordinal);
        Assert.DoesNotContain("NeptuneAlt", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_form_with_a_long_key_in_the_form_of_its_errors()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var content = new StringContent(new string('k', 3000) + "=1", Encoding.UTF8, Form);

        var answer = await client.PostAsync("/auth/realms/neptune/protocol/openid-connect/token", content, Token);

        Assert.Contains(
            "no form", await MessageAsync(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/backend/v1/projects?limit=x", "'x' is no value of limit.")]
    [InlineData("/api/backend/v1/clients/properties?scope=a", "The request needs propertyType in its query string.")]
    public async Task Names_the_parameter_without_its_type(string path, string message)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        Assert.Equal(message, await MessageAsync(await client.GetAsync(path, Token), HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Takes_little_of_who_has_not_signed_in()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var content = new StringContent(new string(' ', 65 << 10) + "{}", Encoding.UTF8, Json);

        var answer = await client.PostAsync("/api/session", content, Token);

        Assert.Contains(
            "64 KiB", await MessageAsync(answer, HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_which_methods_an_address_takes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        using var wrong = await client.SendAsync(new HttpRequestMessage(HttpMethod.Patch, SignedUrl), Token);
        using var asked = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/session"), Token);

        Assert.Equal("This address takes POST, not PATCH.", await MessageAsync(wrong, HttpStatusCode.MethodNotAllowed));
        Assert.Equal(["POST"], wrong.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(["DELETE", "GET", "POST"], asked.Content.Headers.Allow);
    }

    [Fact]
    public async Task Tells_a_fault_by_an_id_and_no_more()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();

        var answer = await client.GetAsync("/api/fault", Token);
        var message = await MessageAsync(answer, HttpStatusCode.InternalServerError);

        Assert.Matches("under the id [0-9A-Z:]+\\.$", message);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    static async Task<string> RefusedAsync(string path, string body, string type, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.LoggedInClientAsync();
        using var content = new StringContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        return await MessageAsync(await client.PostAsync(path, content, Token), status);
    }

    /// <summary>The sentence of an error in Neptune's form.</summary>
    static async Task<string> MessageAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        var error = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, error.GetProperty("code").GetInt32());
        Assert.NotEmpty(error.GetProperty("errorType").GetString()!);
        return error.GetProperty("message").GetString()!; // every error has one
    }
}
