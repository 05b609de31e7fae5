using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest;
using NeptuneAlt.Log;
using NeptuneAlt.Query;
using NeptuneAlt.Server;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Server.Api.Http;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.Projects;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api;

/// <summary>The committed description is what the server serves, and the web app's types are made from it.</summary>
public sealed class DescriptionTests : IAsyncDisposable
{
    static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly string _folder = Directory.CreateTempSubdirectory("description-").FullName;
    readonly SqliteDatabase _catalog;

    public DescriptionTests() => _catalog = new SqliteDatabase(Path.Combine(_folder, "catalog.db"));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Committed => Path.Combine(Repository(), "docs", "openapi.json");

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Is_committed_as_it_is_served()
    {
        var served = Indented(await ServedAsync());
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(Committed, served, Token);

        Assert.True(
            await File.ReadAllTextAsync(Committed, Token) == served,
            "docs/openapi.json is not what the server serves. Run this test with UPDATE_GOLDEN=1, "
            + "then `npm run generate` in src/Web.");
    }

    [Fact]
    public async Task Has_the_web_apps_types_made_from_it()
    {
        var made = Path.Combine(Repository(), "src", "Web", "src", "api", "generated", "source.sha256");

        Assert.True(
            (await File.ReadAllTextAsync(made, Token)).Trim()
                == Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Committed, Token))),
            "The web app's types are older than docs/openapi.json. Run `npm run generate` in src/Web.");
    }

    /// <summary>The mutation test covers what is recorded, so all is.</summary>
    [Fact]
    public async Task Has_no_endpoint_without_a_recorded_request()
    {
        await using var app = Whole();
        var file = Path.Combine(Repository(), "tests", "fixtures", "requests.json");
        var recorded = JsonDocument.Parse(await File.ReadAllBytesAsync(file, Token)).RootElement.EnumerateArray()
            .Select(one => (
                Method: one.GetProperty("method").GetString(),
                Path: new PathString(Uri.UnescapeDataString(one.GetProperty("path").GetString()!.Split('?')[0])))) // it has one
            .ToArray();

        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().ToArray();
        var missing =
            from endpoint in endpoints
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            let matcher = new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), [])
            where !recorded.Any(one => one.Method == method && matcher.TryMatch(one.Path, []))
            select $"{method} {endpoint.RoutePattern.RawText}";

        Assert.True(endpoints.Length > 80, $"Only {endpoints.Length} endpoints were found.");
        Assert.True(!missing.Any(), $"Add to tests/fixtures/requests.json: {string.Join(", ", missing)}");
    }

    /// <summary>Whatever is not here needs a caller, and a public link is none.</summary>
    [Fact]
    public async Task Lets_strangers_in_nowhere_but_to_sign_in_and_by_public_links()
    {
        await using var app = Whole();
        var open =
            from endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            let path = endpoint.RoutePattern.RawText!.TrimStart('/') // it has one
            where path.StartsWith("api/", StringComparison.Ordinal)
            select $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0]} {path}";

        Assert.Equal(
            [
                "DELETE api/session", "GET api/backend/v1/authorization/oauth-token", "GET api/backend/v1/clients/config",
                "GET api/public/v1/board", "GET api/public/v1/files", "GET api/public/v1/runs", "GET api/session", "POST api/public/v1/charts",
                "POST api/public/v1/definitions", "POST api/public/v1/formulas", "POST api/public/v1/histograms",
                "POST api/public/v1/sections", "POST api/public/v1/series", "POST api/public/v1/values", "POST api/session",
            ],
            open.Order(StringComparer.Ordinal));
    }

    async Task<string> ServedAsync()
    {
        await using var app = Whole();
        await _catalog.MigrateAsync(Token);
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await client.GetStringAsync(ApiDescription.Address, Token);
    }

    /// <summary>The whole pipeline, of which nothing but the description is asked for.</summary>
    WebApplication Whole()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = _folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System)
            .AddCatalog(_catalog)
            .AddNeptuneAuthentication(new AuthOptions { TokenFile = Path.Combine(_folder, "token") })
            .AddBlobs(new StorageOptions())
            .AddSingleton<IBlobs>(new LocalBlobs(Path.Combine(_folder, "files")))
            .AddSharing(new SharingOptions())
            .AddApiDescription()
            .AddCompression()
            .AddQuery()
            .AddEvents()
            .AddIngest(_ => throw new NotSupportedException(), consumes: false)
            .AddEditing()
            .AddSingleton<ProjectDirectory>()
            .AddSingleton(new ProjectOptions())
            .AddSingleton<ILog>(_ => throw new NotSupportedException())
            .AddSingleton<ClickHouse>(_ => throw new NotSupportedException());
        var app = builder.Build();
        app.MapAll(Roles.All);
        return app;
    }

    static string Indented(string json) =>
        JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_indented) + "\n";

    static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NeptuneAlt.slnx")))
            folder = Path.GetDirectoryName(folder)!; // it is built within
        return folder;
    }
}
