using System.Globalization;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Lines, histograms, computed values and logs that a shared board shows. A request for anything else is refused.</summary>
static class SharedSeriesEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/charts", ChartsAsync)
            .Describe("getSharedCharts", "Lines of charts of the board: a frame a chart, as each is ready.")
            .Produces(StatusCodes.Status200OK, contentType: ChartColumns.ContentType);
        group.MapPost("/histograms", HistogramsAsync)
            .Describe("getSharedHistograms", "Histograms of the board.").Gives<HistogramViewResponse>();
        group.MapPost("/formulas", FormulasAsync)
            .Describe("querySharedFormulas", "Formulas of the board that are one number a run.").Gives<Series.ValuesResponse>();
        group.MapPost("/series", SeriesAsync)
            .Describe("getSharedSeries", "Points of series of texts that the board shows.")
            .Takes<SeriesQueryRequest>().Gives<SeriesResponse>();
    }

    static async Task ChartsAsync(
        ChartBatchRequest body, [AsParameters] SharedCall call, [AsParameters] ChartReader reader, ILogger<ChartReader> logger)
    {
        var charts = body.Charts ?? throw new BadRequestException("'charts' is missing.");
        if (charts.Count > ChartBatchEndpoint.ChartsMax)
            throw new BadRequestException($"Ask for at most {ChartBatchEndpoint.ChartsMax} charts at a time.");

        var scope = await call.ScopeAsync();
        var user = call.User;
        await ChartBatchEndpoint.SendAsync(call.Context, charts.Count, logger, async (at, stopping) =>
        {
            var asked = SharedRequests.Chart(scope, charts[at]);
            var moment = SharedRequests.MomentOf(scope, charts[at].Metrics?.Select(metric => metric.Holder?.Identifier));
            var (metrics, chart, view) = await SharedCall.ReadAsync(moment, () => reader.ReadAsync(user, asked, stopping));
            return ChartBatchEndpoint.Columns((metrics, chart with { Missing = SharedFormulas.Plain(chart.Missing) }, view));
        });
    }

    static async Task HistogramsAsync(HistogramViewRequest body, [AsParameters] SharedCall call, [AsParameters] HistogramReader reader)
    {
        var scope = await call.ScopeAsync();
        var asked = SharedRequests.Histograms(scope, body);
        var moment = SharedRequests.MomentOf(scope, body.Metrics?.Select(metric => metric.Holder?.Identifier));
        var user = call.User;
        var aborted = call.Aborted;
        var chart = await SharedCall.ReadAsync(moment, () => reader.ReadAsync(user, asked, aborted));
        await HistogramEndpoints.WriteAsync(call.Context, asked, chart with { Missing = SharedFormulas.Plain(chart.Missing) });
    }

    static async Task<IResult> FormulasAsync(ValuesRequest body, [AsParameters] SharedCall call, [AsParameters] ValueReader reader)
    {
        var scope = await call.ScopeAsync();
        var asked = SharedRequests.Values(scope, body);
        var moment = SharedRequests.MomentOf(scope, body.Metrics?.Select(metric => metric.Holder?.Identifier));
        var user = call.User;
        var aborted = call.Aborted;
        var found = await SharedCall.ReadAsync(moment, () => reader.ReadAsync(user, asked, aborted));
        return FormulaEndpoints.Answer(
            asked,
            [
                .. found.Select(value => value with
                {
                    Missing = value.Missing is { } why ? SharedFormulas.Plain(why) : null,
                    Who = scope.Sets.Any(set => value.Who is { } who && set.Runs.ContainsKey(who)) ? value.Who : null,
                }),
            ]);
    }

    static async Task SeriesAsync(
        [AsParameters] SharedCall call, RunIdentifiers identifiers, ObjectSeriesReader reader, SharedFiles files)
    {
        var scope = await call.ScopeAsync();
        var body = SeriesEndpoints.Body(call.Context);
        var (asked, named) = SharedRequests.Series(scope, body);
        var aborted = call.Aborted;
        var moment = SharedRequests.MomentOf(scope, body.Requests?.Select(request => request.Series?.Holder?.Identifier));
        var answers = await SharedCall.ReadAsync(moment, () => SeriesEndpoints.ReadAsync(asked, identifiers, reader, aborted));
        var told = new List<ObjectSeriesResponse>(answers.Count);
        foreach (var answer in answers)
        {
            var of = named[int.Parse(answer.RequestId, CultureInfo.InvariantCulture)];
            var one = await files.SealAsync(scope, (of.Set, of.Run, of.Attribute), answer, aborted);
            told.Add(one with { RequestId = of.Id });
        }

        await SeriesEndpoints.WriteAsync(call.Context, told, useDeprecatedStringFields: false);
    }
}
