using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Log;
using NeptuneAlt.Query;
using NeptuneAlt.Server;
using NeptuneAlt.Server.Api.Backend;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Editing;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.StorageBridge;
using NeptuneAlt.Server.Parts;
using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api;

/// <summary>The committed description is what the server serves, and the web app's types are made from it.</summary>
public sealed class DescriptionTests : IDisposable
{
    static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly string _folder = Directory.CreateTempSubdirectory("description-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Committed => Path.Combine(Repository(), "docs", "openapi.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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

    /// <summary>The whole pipeline, of which nothing but the description is asked for.</summary>
    async Task<string> ServedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = _folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System)
            .AddCatalog(new CatalogOptions { SqlitePath = Path.Combine(_folder, "catalog.db") })
            .AddNeptuneAuthentication(new AuthOptions { TokenFile = Path.Combine(_folder, "token") })
            .AddBlobs(new StorageOptions())
            .AddSingleton<IBlobs>(new LocalBlobs(Path.Combine(_folder, "files")))
            .AddApiDescription()
            .AddQuery()
            .AddIngest(_ => throw new NotSupportedException(), pumps: false)
            .AddEditing()
            .AddSingleton<ProjectDirectory>()
            .AddSingleton(new ProjectOptions())
            .AddSingleton<ILog>(_ => throw new NotSupportedException())
            .AddSingleton<ClickHouse>(_ => throw new NotSupportedException());
        await using var app = builder.Build();
        app.MapAll(Roles.All);
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await client.GetStringAsync(ApiDescription.Address, Token);
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
