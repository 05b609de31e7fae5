using System.Globalization;
using System.IO.Compression;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>All points of a float series as CSV, inherited ones included.</summary>
static class FloatCsvEndpoints
{
    const int PageSize = 100_000;

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/attributes/floatSeries/csv", DownloadAsync)
        .Describe("getFloatSeriesValuesCSV", "All points of a float series as CSV: step, timestampMillis, value.")
        .Produces<string>(StatusCodes.Status200OK, "text/csv");

    static async Task<IResult> DownloadAsync(
        HttpContext context, [AsParameters] Question question, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var cancellationToken = context.RequestAborted;
        var holder = question.HolderIdentifier ?? question.ExperimentId;
        if (await identifiers.RunAsync(holder, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{holder}'.");

        var series = new SeriesRequest(run, question.Attribute, LineageScope.Full);
        var page = await ReadAsync(reader, series, null, cancellationToken);
        var isGzipped = question.Gzipped == true;
        context.Response.ContentType = isGzipped ? "application/gzip" : "text/csv; charset=utf-8";
        var kind = question.ExpectedContentDisposition == "inline" ? "inline" : "attachment";
        var name = Uri.EscapeDataString($"{run.SysId}_{question.Attribute}.csv{(isGzipped ? ".gz" : "")}");
        context.Response.Headers.ContentDisposition = $"{kind}; filename*=UTF-8''{name}";

        await using var body = isGzipped
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest)
            : context.Response.Body;
        // The writer would close what is below it at once, where an answer may only be written to without blocking.
        await using var text = new StreamWriter(body, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await text.WriteAsync("step,timestampMillis,value\r\n");
        while (page.Count > 0)
        {
            Step last = default;
            foreach (var stretch in page) last = await WriteAsync(text, stretch, cancellationToken);
            if (page.Sum(stretch => stretch.Count) < PageSize) break;
            page = await ReadAsync(reader, series, last, cancellationToken);
        }

        await text.FlushAsync(cancellationToken);
        return Results.Empty;
    }

    static async Task<IReadOnlyList<PointStretch>> ReadAsync(
        FloatSeriesReader reader, SeriesRequest series, Step? after, CancellationToken cancellationToken) =>
        (await reader.ReadAsync(
            [new FloatSeriesQuery(series, false, after)], new StepWindow(null, null), isDescending: false, PageSize,
            cancellationToken))[0];

    /// <returns>The last step.</returns>
    static async Task<Step> WriteAsync(StreamWriter text, PointStretch stretch, CancellationToken cancellationToken)
    {
        Step step = default;
        var line = new StringBuilder();
        for (var row = stretch.Start; row < stretch.Start + stretch.Count; row++)
        {
            step = new Step(stretch.Points.Steps(stretch.Slice)[row]);
            line.Clear().Append(CultureInfo.InvariantCulture, $"{step},");
            line.Append(CultureInfo.InvariantCulture, $"{stretch.Points.Timestamps(stretch.Slice)[row]},");
            line.Append(CultureInfo.InvariantCulture, $"{stretch.Points.Values(stretch.Slice)[row]:R}\r\n");
            await text.WriteAsync(line, cancellationToken);
        }

        return step;
    }

    internal sealed record Question(
        string Attribute, string? HolderIdentifier, string? ExperimentId, string? ExpectedContentDisposition, bool? Gzipped);
}
