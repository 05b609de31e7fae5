using Xunit;

namespace NeptuneAlt.Unit.Server.Observability;

/// <summary>docs/telemetry.md lists what the program measures: <c>UPDATE_GOLDEN=1</c> writes its table anew.</summary>
public sealed class TelemetryPageTests
{
    const string Begin = "<!-- metrics -->\n";
    const string End = "<!-- end of metrics -->";

    static readonly string Page = Path.Combine(Repository.Root, "docs", "telemetry.md");

    [Fact]
    public void Lists_every_metric_with_its_unit()
    {
        var page = File.ReadAllText(Page);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var rows = Instruments.All().Select(metric =>
            $"| `{metric.Name}` | {Instruments.Kind(metric)} | {metric.Unit} | `{Instruments.PrometheusName(metric)}` | {metric.Description} |\n");
        var table = "| metric | kind | unit | for Prometheus | what it is |\n|---|---|---|---|---|\n" + string.Concat(rows);

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(Page, page[..begin] + table + page[end..]);
        else
            Assert.Equal(table, page[begin..end]);
    }

    [Fact]
    public void Every_metric_has_a_unit_and_a_description() => Assert.All(Instruments.All(), metric =>
    {
        Assert.StartsWith("neptunealt.", metric.Name, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(metric.Unit), metric.Name);
        Assert.EndsWith(".", metric.Description, StringComparison.Ordinal);
    });
}
