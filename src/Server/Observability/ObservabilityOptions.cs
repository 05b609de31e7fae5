using NeptuneAlt.Server.Hosting;

namespace NeptuneAlt.Server.Observability;

/// <summary>Which telemetry the server exports, and where to.</summary>
sealed record ObservabilityOptions
{
    /// <summary>The port whose every caller may read <c>/metrics</c>; else only callers on this machine may.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Whether logs are JSON, a line each, with their values as fields.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Whether metrics and traces are sent to a collector: where, OpenTelemetry's own variables say.</summary>
    public bool SendsToCollector { get; init; }

    /// <summary><c>NEPTUNEALT_METRICS_PORT</c>, <c>NEPTUNEALT_LOG_FORMAT</c> (<c>json</c> or <c>text</c>) and
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    /// <exception cref="StartException">One of them makes no sense.</exception>
    public static ObservabilityOptions FromEnvironment(Func<string, string?> variable)
    {
        var port = variable("NEPTUNEALT_METRICS_PORT");
        if (port is { Length: > 0 } && (!ushort.TryParse(port, out var number) || number == 0))
            throw new StartException($"NEPTUNEALT_METRICS_PORT is '{port}', which is no port.");
        var format = variable("NEPTUNEALT_LOG_FORMAT");
        if (format is not (null or "" or "text" or "json"))
            throw new StartException($"NEPTUNEALT_LOG_FORMAT is '{format}'; it can be text or json.");

        return new ObservabilityOptions
        {
            MetricsPort = port is { Length: > 0 } ? ushort.Parse(port, System.Globalization.CultureInfo.InvariantCulture) : null,
            JsonLogs = format == "json",
            SendsToCollector = variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
        };
    }
}
