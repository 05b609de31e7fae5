using System.Text.Json;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Histogram series over x, with bins that all of them have in common.</summary>
static class HistogramEndpoints
{
    const int BinsDefault = 100;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/histogram/view", ViewAsync)
        .Describe("getHistogramTimeSeriesView", "Histogram series over x, and how values of formulas are spread, in bins that all have in common.")
        .Gives<HistogramViewResponse>();

    static async Task ViewAsync(
        HttpContext context, HistogramViewRequest body, RunIdentifiers identifiers, HistogramCharts charts, FormulaLibrary library,
        FormulaTurns turns)
    {
        var cancellationToken = context.RequestAborted;
        var metrics = body.Metrics ?? [];
        var runs = await identifiers.RunsByNameAsync(
            [.. metrics.Select(metric => metric.Holder?.Identifier ?? ""), .. body.Baseline?.Identifier is { } id ? (string[])[id] : []],
            cancellationToken);
        HistogramLine?[] lines = [.. metrics.Select(metric => runs[metric.Holder?.Identifier ?? ""] is { } run
            ? new HistogramLine(run, ChartEndpoints.FormulaOf(metric), ChartEndpoints.ScopeOf(metric))
            : null)];
        var texts = lines.Select(line => line?.Formula);
        var setting = await library.SettingAsync(
            texts, lines.FirstOrDefault(line => line is not null)?.Run.Project,
            body.Baseline?.Identifier is { } named ? runs[named] : null, cancellationToken);
        HistogramChart chart;
        using (await turns.TakeAsync(ApiError.Username(context), texts, cancellationToken))
            chart = await charts.ReadAsync(
                lines, ChartEndpoints.ViewOf(body.View, body.Xaxis), body.MaxNumberOfBins ?? BinsDefault, setting, cancellationToken);

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
