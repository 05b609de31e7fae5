using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Unit.Server.Observability;

/// <summary>All that the program measures of itself, found where it is made.</summary>
static class Instruments
{
    const string Ours = "NeptuneAlt.";

    public static IReadOnlyList<Instrument> All()
    {
        var found = new Dictionary<string, Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (!instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal)) return;
                lock (found) found[instrument.Name] = instrument;
            },
        };
        listener.Start();
        foreach (var type in Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name == "Telemetry"))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        using var lag = new LagMeter(null!, TimeProvider.System); // it asks no log before it is started
        lock (found) return [.. found.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    /// <summary>The names under which Prometheus sees it.</summary>
    public static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var name = PrometheusName(instrument);
        return IsHistogram(instrument) ? [name + "_bucket", name + "_sum", name + "_count"] : [name];
    }

    public static string PrometheusName(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return Kind(instrument) == "counter" ? name + "_total" : name;
    }

    /// <summary>counter, histogram or gauge.</summary>
    public static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        "UpDownCounter" or "ObservableUpDownCounter" or "ObservableGauge" or "Gauge" => "gauge",
        var other => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"{instrument.Name} is a {other}.")),
    };

    static bool IsHistogram(Instrument instrument) => Kind(instrument) == "histogram";

    static IEnumerable<Assembly> Assemblies()
    {
        var server = typeof(ServerOptions).Assembly;
        return server.GetReferencedAssemblies().Where(name => name.Name!.StartsWith(Ours, StringComparison.Ordinal)) // an assembly has a name
            .Select(Assembly.Load).Append(server);
    }
}
