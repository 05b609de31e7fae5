using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Lines for charts: every bucket has its mean, range and counts, so that no point between two drawn ones is hidden. In
/// Neptune's format, or as <see cref="ChartColumns"/> for clients that ask for them.
/// </summary>
static class ChartEndpoints
{
    const int BucketsDefault = 500;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/view", ViewAsync)
        .Describe("getTimeSeriesView", "Lines of a chart in buckets: mean, range and counts of each.")
        .Gives<ChartResponse>();

    static async Task ViewAsync(HttpContext context, ChartRequest body, [AsParameters] ChartReader reader)
    {
        var (metrics, chart, view) = await reader.ReadAsync(ApiError.Username(context), body, context.RequestAborted);
        if (context.Request.Headers.Accept.ToString().Contains(ChartColumns.ContentType, StringComparison.Ordinal))
        {
            var columns = ChartColumns.Of([.. metrics.Select(metric => metric.CustomId ?? "")], chart, view);
            context.Response.ContentType = ChartColumns.ContentType;
            context.Response.ContentLength = columns.Length;
            await context.Response.Body.WriteAsync(columns, context.RequestAborted);
            return;
        }

        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteStartArray("customSeries");
        var asked = body.Metrics?.Count ?? 0;
        for (var i = 0; i < asked; i++)
        {
            json.WriteStartObject();
            json.WriteString("customId", metrics[i].CustomId ?? "");
            WriteLine(json, chart, i, view);
            json.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteStartArray("elements");
        for (var i = asked; i < metrics.Length; i++)
        {
            json.WriteStartObject();
            json.WritePropertyName("timeSeries");
            JsonSerializer.Serialize(json, body.Series![i - asked], JsonSerializerOptions.Web); // The metrics behind are these.
            WriteLine(json, chart, i, view);
            json.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The form of requests that clients used before there were formulas.</summary>
    public static ChartMetricRequest MetricOf(TimeSeriesRequest series) => new(
        null, series.Holder, [series.Attribute ?? throw new BadRequestException("Each series needs an attribute.")], null,
        series.Lineage, series.LineageEntityType, series.IncludePreview, NormalizeToFirstValue: series.NormalizeToFirstValue);

    static void WriteLine(Utf8JsonWriter json, BucketChart chart, int place, BucketView view)
    {
        WritePoints(json, chart.Lines[place], chart.Grid, view.IsLogarithmic, view.WithDeviations);
        if (chart.Firsts.TryGetValue(place, out var first)) json.WriteNumber("baseline", first);
        if (chart.Missing.TryGetValue(place, out var why)) MissingResponse.Of(why).Write(json);
    }

    public static LineageScope ScopeOf(ChartMetricRequest metric) =>
        SeriesRequestParser.ScopeOf(metric.Lineage ?? "FULL", metric.LineageEntityType);

    public static Step? AfterOf(ChartMetricRequest metric) => metric.AfterStep is not { } step ? null
        : step is >= 0 and < 1e12 ? Step.LastAt(step)
        : throw new BadRequestException("afterStep must be a step: at least 0, and below 10^12.");

    /// <exception cref="BadRequestException">The line has neither a formula nor exactly one attribute.</exception>
    public static string FormulaOf(ChartMetricRequest metric)
    {
        if (!string.IsNullOrEmpty(metric.CustomYFormula)) return metric.CustomYFormula;
        if (metric.Attributes is not [{ } attribute])
            throw new BadRequestException("A line needs a customYFormula, or exactly one attribute.");

        return FormulaPrinter.Reference(attribute);
    }

    public static BucketView ViewOf(ChartViewRequest? view, ChartAxisRequest? xAxis)
    {
        var steps = view?.PointFilters?.StepRange;
        var (axis, formula) = xAxis switch
        {
            { EpochMillis.ValueKind: JsonValueKind.Object } => (BucketAxis.EpochMillis, (string?)null),
            { RelativeMillis.ValueKind: JsonValueKind.Object } => (BucketAxis.RelativeTime, null),
            { Custom: { } custom } => (BucketAxis.Custom, FormulaOf(custom)),
            _ => (BucketAxis.Steps, null),
        };
        return new BucketView(
            view?.From, view?.To, new StepWindow(steps?.From, steps?.To), (view?.MaxUniqueX ?? BucketsDefault) + 1, axis,
            formula, view?.Xscale?.Log.ValueKind == JsonValueKind.Object, IsSnapped: true)
        {
            WithDeviations = view?.Std ?? false,
        };
    }

    /// <exception cref="BadRequestException">There is none, or there are several.</exception>
    public static string FormulaOf(ChartCustomAxisRequest axis) => axis switch
    {
        { CustomXFormula: { Length: > 0 } formula } => formula,
        { Attribute: { Length: > 0 } attribute } => FormulaPrinter.Reference(attribute),
        { Attributes: [{ Length: > 0 } only] } => FormulaPrinter.Reference(only),
        _ => throw new BadRequestException("A custom x axis needs a customXFormula, or exactly one attribute."),
    };

    static void WritePoints(
        Utf8JsonWriter writer, IReadOnlyList<Bucket> buckets, BucketGrid grid, bool isLogarithmic, bool withStd)
    {
        writer.WriteStartArray("values");
        foreach (var bucket in buckets)
        {
            var x = bucket.Finite > 0 ? bucket.FirstX : ChartColumns.Middle(bucket, grid);
            writer.WriteStartObject();
            writer.WriteNumber("x", isLogarithmic ? Math.Exp(x) : x);
            writer.WritePropertyName("y");
            WriteNumber(writer, bucket.Mean);
            // A point is its bucket's own: none is made up between two.
            writer.WriteBoolean("interpolation", false);
            writer.WriteStartObject("bucket");
            writer.WriteNumber("bucketNo", bucket.Index);
            writer.WriteNumber("count", bucket.Finite);
            if (bucket.Finite > 0)
            {
                writer.WriteNumber("minY", bucket.Min);
                writer.WriteNumber("maxY", bucket.Max);
                // It may be out of the range of doubles; the mean never is.
                writer.WritePropertyName("sum");
                WriteNumber(writer, bucket.Sum.Value);
                if (withStd)
                {
                    writer.WritePropertyName("std");
                    WriteNumber(writer, bucket.Std);
                }
            }

            writer.WriteNumber("nanCount", bucket.NaN);
            writer.WriteNumber("positiveInfCount", bucket.PositiveInfinity);
            writer.WriteNumber("negativeInfCount", bucket.NegativeInfinity);
            if (bucket.Previews > 0)
            {
                writer.WriteNumber("previewCount", bucket.Previews);
                writer.WriteNumber("completionRatio", bucket.Completion);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <param name="Series">An older form of metrics, which is answered in <c>elements</c>.</param>
/// <param name="Baseline">Ours: the run that formulas mean by <c>baseline()</c>.</param>
sealed record ChartRequest(
    IReadOnlyList<ChartMetricRequest>? Metrics, ChartViewRequest? View, ChartAxisRequest? Xaxis,
    IReadOnlyList<TimeSeriesRequest>? Series = null, HolderRequest? Baseline = null);

sealed record ChartMetricRequest(
    string? CustomId, HolderRequest? Holder, IReadOnlyList<string>? Attributes, string? CustomYFormula, string? Lineage,
    string? LineageEntityType, bool? IncludePreview, double? AfterStep = null, bool? NormalizeToFirstValue = null);

/// <param name="Std">Ours: whether each bucket tells the standard deviation of its finite values.</param>
sealed record ChartViewRequest(
    double? From, double? To, int? MaxUniqueX, ChartScaleRequest? Xscale, ChartPointFiltersRequest? PointFilters, bool? Std = null);

/// <summary>One of the two is there, as an empty object.</summary>
sealed record ChartScaleRequest(JsonElement Log, JsonElement Linear);

sealed record ChartPointFiltersRequest(StepRangeRequest? StepRange);

/// <summary>One of them is there.</summary>
sealed record ChartAxisRequest(JsonElement Steps, JsonElement EpochMillis, JsonElement RelativeMillis, ChartCustomAxisRequest? Custom);

sealed record ChartCustomAxisRequest(string? CustomXFormula, IReadOnlyList<string>? Attributes, string? Attribute = null);
