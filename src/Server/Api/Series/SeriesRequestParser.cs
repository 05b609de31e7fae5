using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Reads which series a <see cref="SeriesQueryRequest"/> asks for.</summary>
static class SeriesRequestParser
{
    public static bool IsDescending(this SeriesQueryRequest body) =>
        body.Order.Is("descending", "ascending", "order");

    public static StepWindow Window(this SeriesQueryRequest body) => new(body.StepRange?.From, body.StepRange?.To);

    /// <summary>The series, in the order of the requests; <c>null</c> where there is no such run.</summary>
    /// <exception cref="BadRequestException">A request lacks its series.</exception>
    public static async Task<IReadOnlyList<SeriesRequest?>> SeriesAsync(
        this SeriesQueryRequest body, RunIdentifiers identifiers, CancellationToken cancellationToken)
    {
        var series = (body.Requests ?? []).Select(request => request.Series
            ?? throw new BadRequestException("Each request needs a series with holder and attribute.")).ToArray();
        if (series.Any(one => one.NormalizeToFirstValue == true))
            throw new BadRequestException("normalizeToFirstValue is for charts: divide by the first value yourself.");
        var holders = series.Select(one => one.Holder?.Identifier ?? "").ToArray();
        var runs = await identifiers.RunsByNameAsync(holders, cancellationToken);
        return [.. series.Zip(holders, SeriesRequest? (one, holder) => runs[holder] is { } run
            ? new SeriesRequest(run, one.Attribute ?? "", ScopeOf(one.Lineage, one.LineageEntityType))
            : null)];
    }

    public static LineageScope ScopeOf(string? lineage, string? entityType) =>
        lineage.Is("FULL", "NONE", "lineage") ? LineageScope.Full
        : entityType.Is("EXPERIMENT", "RUN", "lineageEntityType") ? LineageScope.Experiment
        : LineageScope.Run;
}
