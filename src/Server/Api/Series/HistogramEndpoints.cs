using System.Text.Json;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Histogram series over x, with bins that all of them have in common.</summary>
static class HistogramEndpoints
{
    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/histogram/view", ViewAsync)
        .Describe("getHistogramTimeSeriesView", "Histogram series over x, and how values of formulas are spread, in bins that all have in common.")
        .Gives<HistogramViewResponse>();

    static async Task ViewAsync(HttpContext context, HistogramViewRequest body, [AsParameters] HistogramReader reader) =>
        await WriteAsync(context, body, await reader.ReadAsync(ApiError.Username(context), body, context.RequestAborted));

    public static async Task WriteAsync(HttpContext context, HistogramViewRequest body, HistogramChart chart)
    {
        var metrics = body.Metrics ?? [];
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
            if (chart.Missing.TryGetValue(i, out var why)) MissingResponse.Of(why).Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

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

/// <param name="Baseline">Ours: the run that formulas mean by <c>baseline()</c>.</param>
sealed record HistogramViewRequest(
    int? MaxNumberOfBins, IReadOnlyList<ChartMetricRequest>? Metrics, ChartViewRequest? View, ChartAxisRequest? Xaxis,
    HolderRequest? Baseline);
