using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Auth;

public class AuthenticationTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static JsonElement Payload(string jwt)
    {
        var part = jwt.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='))).RootElement;
    }

    static HttpRequestMessage Bearer(HttpMethod method, string path, string token) => new(method, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    static async Task<string> WhoAsync(HttpClient client, string token)
    {
        var response = await client.SendAsync(Bearer(HttpMethod.Get, "/api/who", token), Token);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync(Token)
            : response.StatusCode.ToString();
    }

    [Fact]
    public async Task Exchanges_an_api_token_for_tokens_as_the_clients_read_them()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var apiToken = await server.ApiTokenAsync();
        var decoded = JsonDocument.Parse(Convert.FromBase64String(apiToken)).RootElement;
        Assert.Equal(server.Address.AbsoluteUri.TrimEnd('/'), decoded.GetProperty("api_url").GetString());

        var tokens = await TestServer.ExchangeAsync(client, apiToken);

        Assert.Equal("admin", tokens.GetProperty("username").GetString());
        var access = tokens.GetProperty("accessToken").GetString()!;
        var payload = Payload(access);
        Assert.Equal(
            server.Address.AbsoluteUri + "auth/realms/neptune", payload.GetProperty("iss").GetString());
        Assert.Equal("admin", payload.GetProperty("sub").GetString());
        Assert.False(string.IsNullOrEmpty(payload.GetProperty("azp").GetString()));
        Assert.Equal(86400, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
        Assert.Equal("admin", await WhoAsync(client, access));
    }

    [Fact]
    public async Task Tells_the_clients_where_to_refresh()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var tokens = await TestServer.ExchangeAsync(client, await server.ApiTokenAsync());

        var config = await client.GetFromJsonAsync<JsonElement>("/api/backend/v1/clients/config", Token);
        var security = config.GetProperty("security");
        var discovery = await client.GetFromJsonAsync<JsonElement>(
            security.GetProperty("openIdDiscovery").GetString(), Token);
        var endpoint = discovery.GetProperty("token_endpoint").GetString()!;
        var issuer = Payload(tokens.GetProperty("accessToken").GetString()!).GetProperty("iss").GetString();
        Assert.Equal(issuer + "/protocol/openid-connect/token", endpoint);
        Assert.Equal(JsonValueKind.Object, config.GetProperty("pyLibVersions").ValueKind);

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = tokens.GetProperty("refreshToken").GetString()!,
            ["client_id"] = security.GetProperty("clientId").GetString()!,
            ["expires_in"] = "-3.5",
        });
        server.Time.Advance(TimeSpan.FromDays(2));
        var refreshed = await TestServer.JsonAsync(
            (await client.PostAsync(endpoint, form, Token)).EnsureSuccessStatusCode());

        Assert.Equal("admin", await WhoAsync(client, refreshed.GetProperty("access_token").GetString()!));
        Assert.NotNull(refreshed.GetProperty("refresh_token").GetString());
        Assert.Equal("Unauthorized", await WhoAsync(client, tokens.GetProperty("accessToken").GetString()!));
    }

    [Fact]
    public async Task Refuses_tokens_that_are_none_with_a_json_error()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var otherKey = Convert.ToBase64String("""{"api_url": "http://x", "api_key": "guess"}"""u8);
        foreach (var text in new[] { "", "rubbish!", "aGVsbG8=", "W10=", otherKey })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
            request.Headers.Add("X-Neptune-Api-Token", text);
            var response = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(401, (await TestServer.JsonAsync(response)).GetProperty("code").GetInt32());
        }

        foreach (var header in new[] { "Bearer x.y.z", "Bearer", "Basic YTpi", "" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/who");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            var response = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.NotNull((await TestServer.JsonAsync(response)).GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task Takes_no_token_for_another_use()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var tokens = await TestServer.ExchangeAsync(client, await server.ApiTokenAsync());

        Assert.Equal("Unauthorized", await WhoAsync(client, tokens.GetProperty("refreshToken").GetString()!));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.GetProperty("accessToken").GetString()!,
        });
        var response = await client.PostAsync("/auth/realms/neptune/protocol/openid-connect/token", form, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_grant", (await TestServer.JsonAsync(response)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Refuses_a_token_whose_signature_or_algorithm_was_changed()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        var access = (await TestServer.ExchangeAsync(client, await server.ApiTokenAsync()))
            .GetProperty("accessToken").GetString()!;
        var parts = access.Split('.');
        var unsigned = Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8.ToArray()).TrimEnd('=');

        Assert.Equal("Unauthorized", await WhoAsync(client, $"{unsigned}.{parts[1]}."));
        Assert.Equal("Unauthorized", await WhoAsync(client, $"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA"));
    }

    [Fact]
    public async Task Ends_what_was_signed_for_a_token_when_the_token_is_revoked()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.LoggedInClientAsync();
        var made = await TestServer.JsonAsync(
            await admin.PostAsJsonAsync("/api/tokens", new { username = "ann" }, Token));
        using var client = server.Client();
        var access = (await TestServer.ExchangeAsync(client, made.GetProperty("token").GetString()!))
            .GetProperty("accessToken").GetString()!;
        Assert.Equal("ann", await WhoAsync(client, access));
        Assert.Equal(
            2,
            (await admin.GetFromJsonAsync<JsonElement>("/api/tokens", Token)).GetProperty("entries").GetArrayLength());

        var revoked = await admin.DeleteAsync($"/api/tokens/{made.GetProperty("id").GetGuid()}", Token);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        server.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("Unauthorized", await WhoAsync(client, access));
        await Assert.ThrowsAsync<HttpRequestException>(
            () => TestServer.ExchangeAsync(client, made.GetProperty("token").GetString()!));
    }

    [Fact]
    public async Task Keeps_the_first_token_in_a_file_for_its_owner_only_and_its_key_when_the_address_changes()
    {
        await using var server = await TestServer.StartAsync();
        var tokens = server.Service<ApiTokens>();
        var (first, isNew) = await tokens.BootstrapAsync("http://old:1", Token);
        var (moved, isNewAgain) = await tokens.BootstrapAsync("http://new:2", Token);

        Assert.Equal("admin", (await tokens.VerifyAsync(first, Token))?.Username);
        Assert.Equal("admin", (await tokens.VerifyAsync(moved, Token))?.Username);
        Assert.NotEqual(first, moved);
        Assert.Equal((true, false), (isNew, isNewAgain));
        Assert.Equal((moved, false), await tokens.BootstrapAsync("http://new:2", Token));
        Assert.Single(await server.Service<CatalogTokens>().ListAsync(Token));
        Assert.Equal(moved, (await File.ReadAllTextAsync(server.TokenFile, Token)).Trim());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.TokenFile));
    }

    [Fact]
    public async Task Accepts_any_token_from_this_machine_if_set_so()
    {
        await using var server = await TestServer.StartAsync(auth => auth with { Anonymous = true });
        using var client = server.Client();

        var tokens = await TestServer.ExchangeAsync(client, "anything");

        Assert.Equal("admin", await WhoAsync(client, tokens.GetProperty("accessToken").GetString()!));
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
        await Assert.ThrowsAsync<HttpRequestException>(() => TestServer.ExchangeAsync(client, "anything"));
    }

    [Fact]
    public async Task Asks_for_a_caller_on_every_path_under_api()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/no/such/thing", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/page", Token)).StatusCode);
        using var loggedIn = await server.LoggedInClientAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await loggedIn.GetAsync("/api/no/such/thing", Token)).StatusCode);
    }
}
