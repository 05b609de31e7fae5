using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Lines for charts: every bucket with its mean, range and counts, so that nothing between two drawn points is hidden. In
/// Neptune's shape, or as <see cref="ChartColumns"/> for clients that ask for them.
/// </summary>
static class ChartEndpoints
{
    const int BucketsDefault = 500;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/view", ViewAsync)
        .Describe("getTimeSeriesView", "Lines of a chart in buckets: mean, range and counts of each.")
        .Gives<ChartAnswer>();

    static async Task ViewAsync(HttpContext context, ChartBody body, RunIdentifiers identifiers, Buckets buckets)
    {
        var metrics = (body.Metrics ?? []).ToArray();
        var runs = await identifiers.RunsByNameAsync(
            metrics.Select(metric => metric.Holder?.Identifier ?? ""), context.RequestAborted);
        var expressions = metrics.Select(metric => new BucketExpression(
            runs[metric.Holder?.Identifier ?? ""], FormulaOf(metric),
            ScopeOf(metric), metric.IncludePreview ?? false) { After = AfterOf(metric) });
        var view = ViewOf(body.View, body.Xaxis);
        var chart = await buckets.ReadAsync([.. expressions], view, context.RequestAborted);

        if (context.Request.Headers.Accept.ToString().Contains(ChartColumns.ContentType, StringComparison.Ordinal))
        {
            var columns = ChartColumns.Of([.. metrics.Select(metric => metric.CustomId ?? "")], chart, view);
            context.Response.ContentType = ChartColumns.ContentType;
            context.Response.ContentLength = columns.Length;
            await context.Response.Body.WriteAsync(columns, context.RequestAborted);
            return;
        }

        await using var answer = new JsonAnswer(context);
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteStartArray("customSeries");
        for (var i = 0; i < metrics.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("customId", metrics[i].CustomId ?? "");
            WritePoints(writer, chart.Lines[i], chart.Grid, view.IsLogarithmic);
            writer.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static LineageScope ScopeOf(ChartMetricBody metric) =>
        SeriesRequestParser.ScopeOf(metric.Lineage ?? "FULL", metric.LineageEntityType);

    static Step? AfterOf(ChartMetricBody metric) => metric.AfterStep is not { } step ? null
        : step is >= 0 and < 1e12 ? Step.LastAt(step)
        : throw new BadRequestException("afterStep must be a step: at least 0, and below 10^12.");

    /// <exception cref="BadRequestException">There is none, or there are several.</exception>
    public static string FormulaOf(ChartMetricBody metric)
    {
        if (!string.IsNullOrEmpty(metric.CustomYFormula)) return metric.CustomYFormula;
        if (metric.Attributes is not [{ } attribute])
            throw new BadRequestException("A line needs a customYFormula, or exactly one attribute.");

        return "${" + string.Concat(attribute.Select(c => c is '\\' or '$' or '{' or '}' ? "\\" + c : c.ToString())) + "}";
    }

    public static BucketView ViewOf(ChartViewBody? view, ChartAxisBody? xAxis)
    {
        var steps = view?.PointFilters?.StepRange;
        var (axis, formula) = xAxis switch
        {
            { EpochMillis.ValueKind: JsonValueKind.Object } => (BucketAxis.EpochMillis, (string?)null),
            { RelativeMillis.ValueKind: JsonValueKind.Object } => (BucketAxis.RelativeTime, null),
            { Custom.CustomXFormula: { Length: > 0 } custom } => (BucketAxis.Custom, custom),
            _ => (BucketAxis.Steps, null),
        };
        return new BucketView(
            view?.From, view?.To, new StepWindow(steps?.From, steps?.To), (view?.MaxUniqueX ?? BucketsDefault) + 1, axis,
            formula, view?.Xscale?.Log.ValueKind == JsonValueKind.Object, IsSnapped: true);
    }

    static void WritePoints(Utf8JsonWriter writer, IReadOnlyList<Bucket> buckets, BucketGrid grid, bool isLogarithmic)
    {
        writer.WriteStartArray("values");
        foreach (var bucket in buckets)
        {
            var x = bucket.Finite > 0 ? bucket.FirstX : ChartColumns.Middle(bucket, grid);
            writer.WriteStartObject();
            writer.WriteNumber("x", isLogarithmic ? Math.Exp(x) : x);
            writer.WritePropertyName("y");
            WriteNumber(writer, bucket.Mean);
            writer.WriteStartObject("bucket");
            writer.WriteNumber("bucketNo", bucket.Index);
            writer.WriteNumber("count", bucket.Finite);
            if (bucket.Finite > 0)
            {
                writer.WriteNumber("minY", bucket.Min);
                writer.WriteNumber("maxY", bucket.Max);
                // Beyond the range of doubles: the mean tells what there is to tell.
                writer.WritePropertyName("sum");
                WriteNumber(writer, bucket.Sum.Value);
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

sealed record ChartBody(IReadOnlyList<ChartMetricBody>? Metrics, ChartViewBody? View, ChartAxisBody? Xaxis);

sealed record ChartMetricBody(
    string? CustomId, HolderBody? Holder, IReadOnlyList<string>? Attributes, string? CustomYFormula, string? Lineage,
    string? LineageEntityType, bool? IncludePreview, double? AfterStep = null);

sealed record ChartViewBody(
    double? From, double? To, int? MaxUniqueX, ChartScaleBody? Xscale, ChartPointFiltersBody? PointFilters);

/// <summary>One of the two is there, as an empty object.</summary>
sealed record ChartScaleBody(JsonElement Log, JsonElement Linear);

sealed record ChartPointFiltersBody(StepRangeBody? StepRange);

/// <summary>One of them is there.</summary>
sealed record ChartAxisBody(JsonElement Steps, JsonElement EpochMillis, JsonElement RelativeMillis, ChartCustomAxisBody? Custom);

sealed record ChartCustomAxisBody(string? CustomXFormula, IReadOnlyList<string>? Attributes);
