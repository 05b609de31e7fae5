using System.Globalization;
using System.IO.Compression;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>All points of a float series or of a formula as CSV, inherited ones included.</summary>
static class FloatCsvEndpoints
{
    const int PageSize = 100_000;

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/attributes/floatSeries/csv", DownloadAsync)
        .Describe("getFloatSeriesValuesCSV", "All points of a float series, or of a formula, as CSV: step, timestampMillis, value.")
        .Produces<string>(StatusCodes.Status200OK, "text/csv");

    static async Task<IResult> DownloadAsync(
        HttpContext context, [AsParameters] Question question, RunIdentifiers identifiers, FloatSeriesReader reader,
        FormulaPoints formulas, FormulaLibrary library, FormulaTurns turns)
    {
        var cancellationToken = context.RequestAborted;
        var holder = question.HolderIdentifier ?? question.ExperimentId;
        if (await identifiers.RunAsync(holder, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{holder}'.");

        if (question is { Formula: null, Attribute: null })
            throw new BadRequestException("Name an attribute, or give a formula.");

        PointsOfFormula? computed = null;
        if (question.Formula is { } formula)
        {
            var setting = await library.SettingAsync([formula], run.Project, null, cancellationToken);
            using var turn = await turns.TakeAsync(ApiError.Username(context), [formula], cancellationToken);
            computed = await formulas.ReadAsync(
                run, formula, LineageScope.Full, includePreview: false, setting, new StepWindow(null, null), cancellationToken);
            if (computed.Missing is { } why) return ApiError.BadRequest($"The formula has no point. {why.Message}");
        }

        var series = new SeriesRequest(run, question.Attribute ?? "", LineageScope.Full);
        var page = computed is null ? await ReadAsync(reader, series, null, cancellationToken) : [];
        var isGzipped = question.Gzipped == true;
        context.Response.ContentType = isGzipped ? "application/gzip" : "text/csv; charset=utf-8";
        var kind = question.ExpectedContentDisposition == "inline" ? "inline" : "attachment";
        var name = Uri.EscapeDataString($"{run.SysId}_{question.Attribute ?? "formula"}.csv{(isGzipped ? ".gz" : "")}");
        context.Response.Headers.ContentDisposition = $"{kind}; filename*=UTF-8''{name}";

        await using var body = isGzipped
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest)
            : context.Response.Body;
        // The writer would close what is below it at once, where an answer may only be written to without blocking.
        await using var text = new StreamWriter(body, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await text.WriteAsync("step,timestampMillis,value\r\n");
        if (computed is not null) await WriteAsync(text, computed.Steps, computed.Times, computed.Values, cancellationToken);
        while (page.Count > 0)
        {
            Step last = default;
            foreach (var range in page) last = await WriteAsync(text, range, cancellationToken);
            if (page.Sum(range => range.Count) < PageSize) break;
            page = await ReadAsync(reader, series, last, cancellationToken);
        }

        await text.FlushAsync(cancellationToken);
        return Results.Empty;
    }

    static async Task<IReadOnlyList<PointRange>> ReadAsync(
        FloatSeriesReader reader, SeriesRequest series, Step? after, CancellationToken cancellationToken) =>
        (await reader.ReadAsync(
            [new FloatSeriesQuery(series, false, after)], new StepWindow(null, null), isDescending: false, PageSize,
            cancellationToken))[0];

    /// <returns>The last step.</returns>
    static async Task<Step> WriteAsync(StreamWriter text, PointRange range, CancellationToken cancellationToken)
    {
        var rows = range.Start..(range.Start + range.Count);
        var steps = range.Points.Steps(range.Slice)[rows].ToArray();
        await WriteAsync(
            text, steps, range.Points.Timestamps(range.Slice)[rows].ToArray(), range.Points.Values(range.Slice)[rows].ToArray(),
            cancellationToken);
        return steps.Length == 0 ? default : new Step(steps[^1]);
    }

    static async Task WriteAsync(
        StreamWriter text, long[] steps, long[] times, double[] values, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        for (var row = 0; row < steps.Length; row++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{new Step(steps[row])},");
            line.Append(CultureInfo.InvariantCulture, $"{times[row]},");
            line.Append(CultureInfo.InvariantCulture, $"{values[row]:R}\r\n");
            await text.WriteAsync(line, cancellationToken);
        }
    }

    /// <param name="Formula">Ours: what to compute, in place of an attribute.</param>
    internal sealed record Question(
        string? Attribute, string? HolderIdentifier, string? ExperimentId, string? ExpectedContentDisposition, bool? Gzipped,
        string? Formula);
}
