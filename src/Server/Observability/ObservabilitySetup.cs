using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeptuneAlt.Server.Api.Auth;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NeptuneAlt.Server.Observability;

/// <summary>Metrics, traces and logs of all parts, by OpenTelemetry.</summary>
static class ObservabilitySetup
{
    const string MetricsPath = "/metrics";

    /// <summary>Seconds, and sizes: a histogram of ours has these bounds by its unit.</summary>
    static readonly double[] DurationBounds =
        [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
    static readonly double[] SizeBounds = [1, 10, 100, 1_000, 10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, ObservabilityOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton<DamageBoard>();
        services.AddSingleton<ReadinessChecks>();
        services.AddHostedService<LagMeter>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                "neptunealt", serviceVersion: typeof(ObservabilitySetup).Assembly.GetName().Version?.ToString(3)));
        telemetry.WithMetrics(metrics =>
        {
            metrics
                .AddMeter("NeptuneAlt.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting")
                .AddMeter("Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
                .AddRuntimeInstrumentation()
                .AddView(Bounds)
                .AddPrometheusExporter();
            if (options.SendsToCollector) metrics.AddOtlpExporter();
        });
        if (!options.SendsToCollector) return services;

        telemetry.WithTracing(traces => traces
            .AddSource("NeptuneAlt.*", "Microsoft.Orleans.Application", "Npgsql")
            .AddAspNetCoreInstrumentation(web => web.Filter = context => !IsProbe(context.Request.Path))
            .AddOtlpExporter());
        return services;
    }

    public static ILoggingBuilder AddLogs(this ILoggingBuilder logging, ObservabilityOptions options)
    {
        logging.ClearProviders();
        if (options.JsonLogs)
            logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = ("O", true));
        else
            logging.AddSimpleConsole(console =>
                (console.SingleLine, console.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss.fff "));
        return logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning)
            // It tells of each retry with two stack traces; who retries says in the end what became of it.
            .AddFilter("Polly", LogLevel.Critical)
            // It says twice of each refused request what RefusalLog says once.
            .AddFilter(typeof(NeptuneAuthenticationHandler).FullName, LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            // Its first look takes the machine's uptime for a delay, and warns at each start.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }

    /// <summary>Before authentication: neither a probe nor a scraper has a token.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ObservabilityOptions>();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            context => context.Request.Path == MetricsPath && MayRead(context, options));
        app.Use(ProbeAsync);
    }

    static MetricStreamConfiguration? Bounds(Instrument instrument) =>
        instrument.Meter.Name.StartsWith("NeptuneAlt.", StringComparison.Ordinal) && instrument is Histogram<double> or Histogram<long>
            ? new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit == "s" ? DurationBounds : SizeBounds }
            : null;

    /// <summary>A proxy on this machine makes the world look local, so what it passes on does not count as such.</summary>
    static bool MayRead(HttpContext context, ObservabilityOptions options) =>
        options.MetricsPort is { } port ? context.Connection.LocalPort == port : LocalAccess.IsDirect(context);

    /// <summary>The metrics' port is open to a scraper, so it must lead nowhere else.</summary>
    static bool IsMetricsPort(HttpContext context) =>
        context.RequestServices.GetRequiredService<ObservabilityOptions>().MetricsPort == context.Connection.LocalPort;

    static bool IsProbe(PathString path) => path == MetricsPath || path.StartsWithSegments("/health");

    /// <summary>Live: the process answers. Ready: and so does all that a client's request needs.</summary>
    static async Task ProbeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/health/live") await context.Response.WriteAsync("ok", context.RequestAborted);
        else if (context.Request.Path == "/health/ready")
        {
            var checks = await context.RequestServices.GetRequiredService<ReadinessChecks>().RunAsync(context.RequestAborted);
            var isReady = checks.Values.All(answer => answer is ReadinessChecks.Ok or ReadinessChecks.Degraded);
            context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(checks, context.RequestAborted);
        }
        else if (IsMetricsPort(context)) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else await next(context);
    }
}
