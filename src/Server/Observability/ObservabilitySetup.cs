using System.Net;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NeptuneAlt.Server.Observability;

/// <summary>Metrics, traces and logs of all parts, by OpenTelemetry.</summary>
static class ObservabilitySetup
{
    const string MetricsPath = "/metrics";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, ObservabilityOptions options)
    {
        services.AddSingleton(options);
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
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
    }

    /// <summary>Before authentication: neither a probe nor a scraper has a token.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ObservabilityOptions>();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            context => context.Request.Path == MetricsPath && MayRead(context.Connection, options));
        app.Use(ProbeAsync);
    }

    static bool MayRead(ConnectionInfo connection, ObservabilityOptions options) =>
        options.MetricsPort is { } port
            ? connection.LocalPort == port
            : connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller);

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
            var isReady = checks.Values.All(answer => answer == ReadinessChecks.Ok);
            context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(checks, context.RequestAborted);
        }
        else if (IsMetricsPort(context)) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else await next(context);
    }
}
