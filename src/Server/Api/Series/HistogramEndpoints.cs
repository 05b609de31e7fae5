using System.Text.Json;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Histogram series over x, with bins that all of them have in common.</summary>
static class HistogramEndpoints
{
    const int BinsDefault = 100;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/histogram/view", ViewAsync)
        .Describe("getHistogramTimeSeriesView", "Histogram series over x, in bins that all have in common.")
        .Gives<HistogramViewResponse>();

    static async Task ViewAsync(
        HttpContext context, HistogramViewRequest body, RunIdentifiers identifiers, HistogramCharts charts)
    {
        var metrics = body.Metrics ?? [];
        var runs = await identifiers.RunsByNameAsync(
            metrics.Select(metric => metric.Holder?.Identifier ?? ""), context.RequestAborted);
        var lines = metrics.Select(metric => runs[metric.Holder?.Identifier ?? ""] is { } run
            ? new SeriesRequest(run, PathOf(metric), ChartEndpoints.ScopeOf(metric))
            : default(SeriesRequest?));
        var chart = await charts.ReadAsync(
            [.. lines], ChartEndpoints.ViewOf(body.View, body.Xaxis), body.MaxNumberOfBins ?? BinsDefault,
            context.RequestAborted);

        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteString("type", chart.IsDensity ? "DENSITY" : "COUNTING");
        json.WriteStartArray("edges");
        foreach (var edge in chart.Edges) WriteEdge(json, edge);
        json.WriteEndArray();
        json.WriteStartArray("elements");
        for (var i = 0; i < metrics.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("customId", metrics[i].CustomId ?? "");
            json.WriteStartArray("values");
            foreach (var bucket in chart.Lines[i])
            {
                Write(json, bucket);
                await answer.FlushIfFullAsync();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="BadRequestException">It is more than one series.</exception>
    static string PathOf(ChartMetricRequest metric) => FormulaParser.Parse(ChartEndpoints.FormulaOf(metric)).BarePath
        ?? throw new BadRequestException("A histogram is one series: its customYFormula is one bare ${path}.");

    static void WriteEdge(Utf8JsonWriter json, double edge)
    {
        json.WriteStartObject();
        if (double.IsFinite(edge)) json.WriteNumber("value", edge);
        else json.WriteString("specialValue", edge > 0 ? "INFINITY" : "MINUS_INFINITY");
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, HistogramBucket bucket)
    {
        json.WriteStartObject();
        json.WriteNumber("x", bucket.X);
        json.WriteStartObject("bucket");
        json.WriteNumber("bucketNo", bucket.Index);
        json.WriteNumber("count", bucket.Count);
        json.WriteEndObject();
        json.WriteStartArray("values");
        foreach (var value in bucket.Values) SeriesJson.Number(json, value);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

sealed record HistogramViewRequest(
    int? MaxNumberOfBins, IReadOnlyList<ChartMetricRequest>? Metrics, ChartViewRequest? View, ChartAxisRequest? Xaxis);
