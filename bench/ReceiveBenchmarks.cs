using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Server;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.Projects;

namespace NeptuneAlt.Bench;

/// <summary>
/// The gateway over loopback: sixteen clients send a record each, which it authenticates, routes and appends to the log. The
/// roofline is an endpoint of the same server that receives the same bytes and drops them.
/// </summary>
public class ReceiveBenchmarks : IAsyncDisposable
{
    const int Clients = 16;
    const int Rounds = 4;
    const int Points = Clients * Rounds * TrainingRecord.Series;

    readonly TrainingRecord _record = new();
    RawClient[] _clients = [];
    byte[] _dropped = [];
    byte[] _ingested = [];
    string _folder = "";
    SqliteDatabase _catalog = null!; // set before the gateway is made
    WebApplication? _app;
    EmbeddedLog? _log;

    [Params(true, false)]
    public bool Fsync { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("neptune-bench-").FullName;
        _catalog = new SqliteDatabase(Path.Combine(_folder, "catalog.db"));
        await _catalog.MigrateAsync(CancellationToken.None);
        _log = new EmbeddedLog(new EmbeddedLogOptions(Path.Combine(_folder, "log"), Partitions: 1) { Fsync = Fsync }, TimeProvider.System);
        _app = await GatewayAsync(_log);
        var address = new Uri(_app.Urls.First());
        var token = await _app.Services.GetRequiredService<AccessTokens>().IssueAsync(
            new Caller("bench", null), TokenUse.Access, "bench", TimeSpan.FromDays(1), CancellationToken.None);
        _dropped = RawClient.Post(address, "/dropped", _record.Body, token);
        _ingested = RawClient.Post(address, "/api/client/v1/ingest", _record.Body, token);
        _clients = [.. Enumerable.Range(0, Clients).Select(_ => new RawClient(address))];
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is null || _log is null) return;

        foreach (var client in _clients) client.Dispose();
        await _app.DisposeAsync();
        await _catalog.DisposeAsync();
        await _log.DisposeAsync();
        _app = null;
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public Task DropAsync() => SendAsync(_dropped);

    [Benchmark(OperationsPerInvoke = Points)]
    public async Task IngestAsync()
    {
        await SendAsync(_ingested);
        var log = _log!; // Opened by Start.
        await log.TrimAsync(0, await log.EndAsync(0, CancellationToken.None), CancellationToken.None);
    }

    Task SendAsync(byte[] request) => Task.WhenAll(_clients.Select(client => Task.Run(() =>
    {
        for (var round = 0; round < Rounds; round++) client.Send(request);
    })));

    /// <summary>As the server is put together, as far as a request to log is concerned.</summary>
    async Task<WebApplication> GatewayAsync(ILog log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => NeptuneServer.Limit(kestrel.Limits));
        builder.Logging.ClearProviders();
        builder.Services.AddCatalog(_catalog)
            .AddSingleton(log).AddSingleton(new ProjectOptions { CreateMissing = true }).AddSingleton<ProjectDirectory>()
            .AddNeptuneAuthentication(new AuthOptions { TokenFile = Path.Combine(_folder, "api-token") });
        var app = builder.Build();
        app.UseNeptuneAuthentication();
        app.MapSubmission();
        app.MapPost("/dropped", DropAsync);
        await app.StartAsync();
        return app;
    }

    static async Task DropAsync(HttpContext context)
    {
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }

        context.Response.ContentLength = 0;
    }
}
