using System.Text.Json;
using NeptuneAlt.Query;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>
/// Lines for charts: every bucket with its mean, range and counts, so that nothing between two drawn points is hidden. In
/// Neptune's shape, or as columns for clients that ask for <see cref="ColumnsType"/>.
/// </summary>
static class ChartEndpoints
{
    public const string ColumnsType = "application/vnd.neptunealt.columns+json";
    const int BucketsDefault = 500;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/view", ViewAsync);

    static async Task ViewAsync(HttpContext context, ChartBody body, RunIdentifiers identifiers, Buckets buckets)
    {
        var metrics = (body.Metrics ?? []).ToArray();
        var runs = await identifiers.RunsByNameAsync(
            metrics.Select(metric => metric.Holder?.Identifier ?? ""), context.RequestAborted);
        var expressions = metrics.Select(metric => new BucketExpression(
            runs[metric.Holder?.Identifier ?? ""], FormulaOf(metric),
            ScopeOf(metric), metric.IncludePreview ?? false));
        var view = ViewOf(body.View, body.Xaxis);
        var chart = await buckets.ReadAsync([.. expressions], view, context.RequestAborted);

        var wantsColumns = context.Request.Headers.Accept.ToString().Contains(ColumnsType, StringComparison.Ordinal);
        await using var answer = new JsonAnswer(context);
        if (wantsColumns) context.Response.ContentType = ColumnsType;
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteStartArray(wantsColumns ? "series" : "customSeries");
        for (var i = 0; i < metrics.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("customId", metrics[i].CustomId ?? "");
            if (wantsColumns) WriteColumns(writer, chart.Lines[i], chart.Grid, view.IsLogarithmic);
            else WritePoints(writer, chart.Lines[i], chart.Grid, view.IsLogarithmic);
            writer.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static LineageScope ScopeOf(ChartMetricBody metric) =>
        SeriesBodyReading.ScopeOf(metric.Lineage ?? "FULL", metric.LineageEntityType);

    /// <exception cref="BadQueryException">There is none, or there are several.</exception>
    public static string FormulaOf(ChartMetricBody metric)
    {
        if (!string.IsNullOrEmpty(metric.CustomYFormula)) return metric.CustomYFormula;
        if (metric.Attributes is not [{ } attribute])
            throw new BadQueryException("A line needs a customYFormula, or exactly one attribute.");

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

    static void WriteColumns(Utf8JsonWriter writer, IReadOnlyList<Bucket> buckets, BucketGrid grid, bool isLogarithmic)
    {
        double Along(double x) => isLogarithmic ? Math.Exp(x) : x;
        Column("x", bucket => Along(bucket.Finite > 0 ? bucket.FirstX : Edge(bucket, grid)));
        Column("xTo", bucket => Along(bucket.Finite > 0 ? bucket.LastX : Edge(bucket, grid)));
        Column("mean", bucket => bucket.Finite > 0 ? bucket.Sum / bucket.Finite : double.NaN);
        Column("min", bucket => bucket.Finite > 0 ? bucket.Min : double.NaN);
        Column("max", bucket => bucket.Finite > 0 ? bucket.Max : double.NaN);
        Column("first", bucket => bucket.Finite > 0 ? bucket.FirstY : double.NaN);
        Column("last", bucket => bucket.Finite > 0 ? bucket.LastY : double.NaN);
        Column("count", bucket => bucket.Finite);
        Column("nan", bucket => bucket.NaN);
        Column("posInf", bucket => bucket.PositiveInfinity);
        Column("negInf", bucket => bucket.NegativeInfinity);

        void Column(string name, Func<Bucket, double> value)
        {
            writer.WriteStartArray(name);
            foreach (var bucket in buckets) WriteNumber(writer, value(bucket));
            writer.WriteEndArray();
        }
    }

    static void WritePoints(Utf8JsonWriter writer, IReadOnlyList<Bucket> buckets, BucketGrid grid, bool isLogarithmic)
    {
        writer.WriteStartArray("values");
        foreach (var bucket in buckets)
        {
            var x = bucket.Finite > 0 ? bucket.FirstX : Edge(bucket, grid);
            writer.WriteStartObject();
            writer.WriteNumber("x", isLogarithmic ? Math.Exp(x) : x);
            writer.WritePropertyName("y");
            WriteNumber(writer, bucket.Finite > 0 ? bucket.Sum / bucket.Finite : double.NaN);
            writer.WriteStartObject("bucket");
            writer.WriteNumber("bucketNo", bucket.Index);
            writer.WriteNumber("count", bucket.Finite);
            if (bucket.Finite > 0)
            {
                writer.WriteNumber("minY", bucket.Min);
                writer.WriteNumber("maxY", bucket.Max);
                writer.WriteNumber("sum", bucket.Sum);
            }

            writer.WriteNumber("nanCount", bucket.NaN);
            writer.WriteNumber("positiveInfCount", bucket.PositiveInfinity);
            writer.WriteNumber("negativeInfCount", bucket.NegativeInfinity);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Where a bucket without finite points is marked.</summary>
    static double Edge(Bucket bucket, BucketGrid grid) =>
        double.IsFinite(grid.LowerEdge(bucket.Index)) ? grid.LowerEdge(bucket.Index) : grid.From;

    static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

sealed record ChartBody(IReadOnlyList<ChartMetricBody>? Metrics, ChartViewBody? View, ChartAxisBody? Xaxis);

sealed record ChartMetricBody(
    string? CustomId, HolderBody? Holder, IReadOnlyList<string>? Attributes, string? CustomYFormula, string? Lineage,
    string? LineageEntityType, bool? IncludePreview);

sealed record ChartViewBody(
    double? From, double? To, int? MaxUniqueX, ChartScaleBody? Xscale, ChartPointFiltersBody? PointFilters);

/// <summary>One of the two is there, as an empty object.</summary>
sealed record ChartScaleBody(JsonElement Log, JsonElement Linear);

sealed record ChartPointFiltersBody(StepRangeBody? StepRange);

/// <summary>One of them is there.</summary>
sealed record ChartAxisBody(JsonElement Steps, JsonElement EpochMillis, JsonElement RelativeMillis, ChartCustomAxisBody? Custom);

sealed record ChartCustomAxisBody(string? CustomXFormula, IReadOnlyList<string>? Attributes);
