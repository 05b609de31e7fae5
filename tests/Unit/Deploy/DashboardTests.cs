using System.Text.Json;
using System.Text.RegularExpressions;
using NeptuneAlt.Unit.Server.Observability;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace NeptuneAlt.Unit.Deploy;

/// <summary>Dashboard and alerts ask for metrics that are there.</summary>
public sealed partial class DashboardTests
{
    /// <summary>Metrics of the platform; <see cref="ObservabilityTests"/> sees that a server tells them.</summary>
    public static readonly string[] Platform =
    [
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
        "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes", "dotnet_gc_collections_total",
    ];

    [Fact]
    public void Dashboard_and_alerts_ask_for_metrics_that_are_there()
    {
        var known = Instruments.All().SelectMany(Instruments.PrometheusNames).Concat(Platform).Append("up").ToHashSet();
        var asked = Queries().SelectMany(query => MetricName().Matches(Labels().Replace(query, "")).Select(match => match.Value)).ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public void The_dashboard_shows_every_metric_of_ours()
    {
        var queries = string.Join('\n', Queries());

        Assert.All(Instruments.All(), instrument =>
            Assert.Contains(Instruments.PrometheusNames(instrument), name => queries.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Panels_of_the_dashboard_do_not_overlap()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read("deploy", "grafana", "neptunealt.json"));
        var places = dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("gridPos"))
            .SelectMany(grid => Range(grid, "x", "w").SelectMany(x => Range(grid, "y", "h").Select(y => (x, y)))).ToList();

        Assert.Equal(places.Count, places.Distinct().Count());
    }

    static IEnumerable<int> Range(JsonElement grid, string from, string size) =>
        Enumerable.Range(grid.GetProperty(from).GetInt32(), grid.GetProperty(size).GetInt32());

    static IEnumerable<string> Queries()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read("deploy", "grafana", "neptunealt.json"));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
            if (panel.TryGetProperty("targets", out var targets))
                foreach (var target in targets.EnumerateArray())
                    yield return target.GetProperty("expr").GetString()!; // a query is a text

        var alerts = new YamlStream();
        alerts.Load(new StringReader(Repository.Read("deploy", "prometheus", "alerts.yaml")));
        foreach (var group in (YamlSequenceNode)alerts.Documents[0].RootNode["groups"])
            foreach (var rule in (YamlSequenceNode)group["rules"])
                yield return rule["expr"].ToString();
    }

    [GeneratedRegex(@"\b(?:neptunealt|http|dotnet|up)(?:_\w+)?\b")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\{[^}]*\}|\bby \([^)]*\)")]
    private static partial Regex Labels();
}
