using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Observability;
using NeptuneAlt.Store;
using NeptuneAlt.Unit.Deploy;
using Xunit;

namespace NeptuneAlt.Unit.Server.Observability;

/// <summary>What probes and scrapers see of a server whose store is down.</summary>
public sealed class ObservabilityTests : IAsyncLifetime
{
    SqliteDatabase? _catalog;
    readonly string _folder = Directory.CreateTempSubdirectory("observed-").FullName;
    WebApplication? _app;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_catalog is not null) await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<HttpClient> StartAsync(ObservabilityOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ILog>(new MeasuredLog(new EmbeddedLog(
            new EmbeddedLogOptions(_folder + "/log", 1) { SegmentBytes = 1 << 20, DiskFreeBytesMin = 0 }, TimeProvider.System)));
        builder.Services.AddCatalog(_catalog = new SqliteDatabase(_folder + "/catalog.db"));
        builder.Services.AddSingleton(new ClickHouse(new StoreAddress(new Uri("http://127.0.0.1:9"), "neptune")));
        builder.Services.AddTelemetry(options);
        _app = builder.Build();
        _app.UseTelemetry();
        _app.MapGet("/{**path}", () => "page");
        await _catalog.MigrateAsync(Token);
        await _app.StartAsync(Token);
        return new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    [Fact]
    public async Task Is_live_but_not_ready_while_the_store_is_down()
    {
        using var client = await StartAsync(new ObservabilityOptions());

        Assert.Equal("ok", await client.GetStringAsync("/health/live", Token));
        var ready = await client.GetAsync("/health/ready", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            new Dictionary<string, string> { ["log"] = "ok", ["catalog"] = "ok", ["store"] = "unavailable" },
            await ready.Content.ReadFromJsonAsync<Dictionary<string, string>>(Token));
        Assert.Equal("page", await client.GetStringAsync("/health/other", Token));
    }

    [Fact]
    public async Task Tells_its_metrics_to_callers_on_the_same_machine()
    {
        using var client = await StartAsync(new ObservabilityOptions());
        var log = _app!.Services.GetRequiredService<ILog>();
        await log.AppendAsync(0, new byte[1000], Token);

        var metrics = await client.GetStringAsync("/metrics", Token);
        Assert.Contains("neptunealt_log_appended_bytes_total", metrics, StringComparison.Ordinal);
        Assert.Contains("neptunealt_log_append_duration_seconds_bucket", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "10.1.2.3")]
    [InlineData("Host", "neptune.example.org")]
    public async Task Tells_no_metrics_to_callers_that_a_proxy_on_this_machine_passes_on(string header, string value)
    {
        using var client = await StartAsync(new ObservabilityOptions());
        client.DefaultRequestHeaders.Add(header, value);

        Assert.Equal("page", await client.GetStringAsync("/metrics", Token));
    }

    [Fact]
    public async Task Tells_the_metrics_of_the_platform_that_dashboard_and_alerts_ask_for()
    {
        using var client = await StartAsync(new ObservabilityOptions());
        await client.GetStringAsync("/some/page", Token);
        GC.Collect();

        var metrics = await client.GetStringAsync("/metrics", Token);

        Assert.All(DashboardTests.Platform, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tells_its_metrics_on_the_metrics_port_alone_where_one_is_set()
    {
        using var client = await StartAsync(new ObservabilityOptions { MetricsPort = 1 });

        Assert.Equal("page", await client.GetStringAsync("/metrics", Token));
    }

    [Fact]
    public void Reads_its_options_from_variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["NEPTUNEALT_METRICS_PORT"] = "9464", ["NEPTUNEALT_LOG_FORMAT"] = "json",
        };
        var options = ObservabilityOptions.FromEnvironment(variables.GetValueOrDefault);

        Assert.Equal(new ObservabilityOptions { MetricsPort = 9464, JsonLogs = true }, options);
        Assert.Equal(new ObservabilityOptions(), ObservabilityOptions.FromEnvironment(_ => null));
        Assert.Throws<StartException>(() => ObservabilityOptions.FromEnvironment(name => name.EndsWith("PORT", StringComparison.Ordinal) ? "x" : null));
        Assert.Throws<StartException>(() => ObservabilityOptions.FromEnvironment(name => name.EndsWith("FORMAT", StringComparison.Ordinal) ? "xml" : null));
    }
}
