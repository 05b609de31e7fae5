using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Documents;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Server.Api.Http;
using NeptuneAlt.Server.Api.Projects;
using NeptuneAlt.Server.Api.Reports;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Settings;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Server.Api.Documents;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api;

/// <summary>
/// The backend, the storage bridge, views and pages on a real socket, over a folder of their own, with a clock that the
/// test moves; with a store, the queries too.
/// </summary>
sealed class TestServer : IAsyncDisposable
{
    /// <summary>The text of <c>/assets/large.js</c>, which the build has compressed.</summary>
    public static readonly string LargeAsset = string.Concat(Enumerable.Repeat("export const one = 1;", 100));

    readonly string _folder = Directory.CreateTempSubdirectory("server-").FullName;
    readonly WebApplication _app;
    readonly SqliteDatabase _catalog;

    TestServer(
        Func<AuthOptions, AuthOptions>? auth, Func<StorageOptions, StorageOptions>? storage, ClickHouse? store,
        string address)
    {
        var pages = Directory.CreateDirectory(Path.Combine(_folder, "pages"));
        File.WriteAllText(Path.Combine(pages.FullName, "index.html"), "<title>the app</title>");
        WriteAssets(pages.CreateSubdirectory("assets").FullName);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = pages.FullName });
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Time);
        _catalog = new SqliteDatabase(Path.Combine(_folder, "catalog.db"));
        builder.Services.AddCatalog(_catalog);
        var authOptions = new AuthOptions { TokenFile = TokenFile };
        builder.Services.AddNeptuneAuthentication(auth is null ? authOptions : auth(authOptions));
        builder.Services.AddSingleton<IBlobs>(new LocalBlobs(Path.Combine(_folder, "files")));
        builder.Services.AddBlobs(storage is null ? new StorageOptions() : storage(new StorageOptions()));
        if (store is null) builder.Services.AddSingleton<RunIdentifiers>();
        else builder.Services.AddSingleton(store).AddQuery().AddEvents().AddSingleton<RequestBoard>().AddSingleton<RunNews>()
            .AddSingleton<LiveReads.Source>((_, _) => Task.FromResult<IReadOnlyList<LiveAttribute>>([]));
        builder.Services.AddSharing(new SharingOptions { HasPublicLinks = true, EmbedOrigins = ["https://wiki.example.org"] });
        builder.Services.AddCompression();
        _app = builder.Build();
        _app.UseCompression();
        _app.UseFiles();
        _app.UseNeptuneAuthentication();
        _app.MapAuthentication();
        _app.MapProjects();
        _app.MapProjectKeys();
        _app.MapAccount();
        _app.MapProperties();
        _app.MapStorageBridge();
        _app.MapViews();
        _app.MapAddresses();
        _app.MapFormulaDocuments();
        _app.MapMarks();
        _app.MapComments();
        _app.MapDocuments<NoteBody, JsonElement, JsonElement>(NoteBody.Kind);
        _app.MapStyles();
        if (store is null) ShortLinkEndpoints.Map(_app);
        if (store is not null)
        {
            _app.MapRetrieval();
            _app.MapDashboards();
            _app.MapReports();
            _app.MapSharing();
            _app.MapRunDeletion();
        }

        _app.MapPages();
        _app.MapGet("/page", () => Results.Content("<p>", "text/html"));
        _app.MapGet("/api/who", (HttpContext context) => context.User.Identity?.Name);
        _app.MapPost("/api/who", (HttpContext context) => context.User.Identity?.Name);
        _app.MapGet("/api/fault", string () => throw new InvalidOperationException("a secret"));
    }

    public MovableTime Time { get; } = new();

    public string TokenFile => Path.Combine(_folder, "keep", "api-token");

    public Uri Address => new(_app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<TestServer> StartAsync(
        Func<AuthOptions, AuthOptions>? auth = null, Func<StorageOptions, StorageOptions>? storage = null,
        ClickHouse? store = null, string address = "http://127.0.0.1:0")
    {
        var server = new TestServer(auth, storage, store, address);
        await server._catalog.MigrateAsync(TestContext.Current.CancellationToken);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>A client that sends nothing by itself, and keeps no cookies.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = Address,
    };

    public async Task<string> ApiTokenAsync() => (await Service<ApiTokens>().BootstrapAsync(
        Address.AbsoluteUri.TrimEnd('/'), TestContext.Current.CancellationToken)).Text;

    /// <summary>A client that has exchanged the first API token.</summary>
    public async Task<HttpClient> LoggedInClientAsync()
    {
        var client = Client();
        var tokens = await ExchangeAsync(client, await ApiTokenAsync());
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>A client of a user of that name, with a token of their own.</summary>
    public async Task<HttpClient> NamedClientAsync(string name)
    {
        using var admin = await LoggedInClientAsync();
        var made = await JsonAsync(await admin.PostAsJsonAsync("/api/tokens", new { username = name }, TestContext.Current.CancellationToken));
        var client = Client();
        var tokens = await ExchangeAsync(client, made.GetProperty("token").GetString()!); // an answer has one
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return client;
    }

    public static async Task<JsonElement> ExchangeAsync(HttpClient client, string apiToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        request.Headers.Add("X-Neptune-Api-Token", apiToken);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await JsonAsync(response.EnsureSuccessStatusCode());
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonDocument.Parse(
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    static void WriteAssets(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "app.js"), "1");
        var large = Path.Combine(folder, "large.js");
        File.WriteAllText(large, LargeAsset);
        using (var brotli = new BrotliStream(File.Create(large + ".br"), CompressionLevel.Optimal))
            brotli.Write(Encoding.UTF8.GetBytes(LargeAsset));
        using (var gzip = new GZipStream(File.Create(large + ".gz"), CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(LargeAsset));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The present, and as much later as the test says.</summary>
sealed class MovableTime : TimeProvider
{
    TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
    public override long GetTimestamp() => base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);
}
