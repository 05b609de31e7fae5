using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Points of float series.</summary>
static class FloatSeriesEndpoints
{
    const int SeriesField = 1;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/attributes/series/float", ManyProtoAsync);
        group.MapGet("/proto/attributes/series/float", OneProtoAsync);
        group.MapGet("/attributes/series/float", OneJsonAsync)
            .Describe("getFloatSeriesValues", "Points of a float series, inherited ones included.")
            .Gives<FloatSeriesAnswer>();
    }

    static async Task ManyProtoAsync(HttpContext context, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var cancellationToken = context.RequestAborted;
        var body = JsonBody.Require(context, RetrievalJson.Default.SeriesBody);
        var requests = body.Requests ?? [];
        var series = await body.SeriesAsync(identifiers, cancellationToken);
        var limit = (long)Math.Clamp(
            body.PerSeriesPointsLimit ?? Limits.FloatSeriesPointsMax / Math.Max(1, requests.Count), 1, long.MaxValue / 2);
        var pages = await reader.ReadAsync(
            [.. requests.Zip(series, (request, one) =>
                new FloatSeriesQuery(one, request.Series?.IncludePreview ?? false, After(request.AfterStep, body.IsDescending())))],
            body.Window(), body.IsDescending(), limit, cancellationToken);

        var answer = ProtoWriter.Begin(context);
        for (var i = 0; i < pages.Count; i++)
            await FloatSeriesProto.WriteEntryAsync(answer, SeriesField, requests[i].RequestId ?? "", pages[i], cancellationToken);
    }

    static async Task OneProtoAsync(
        HttpContext context, [AsParameters] OneSeries one, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var page = await ReadAsync(one, identifiers, reader, context.RequestAborted);
        await FloatSeriesProto.WriteSeriesAsync(ProtoWriter.Begin(context), page, context.RequestAborted);
    }

    static async Task OneJsonAsync(
        HttpContext context, [AsParameters] OneSeries one, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var page = await ReadAsync(one, identifiers, reader, context.RequestAborted);
        await using var answer = new JsonAnswer(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteNumber("totalItemCount", page.Sum(stretch => stretch.Count));
        json.WriteStartArray("values");
        foreach (var stretch in page)
        {
            for (var i = 0; i < stretch.Count; i++)
            {
                Write(json, stretch, i);
                await answer.FlushIfFullAsync();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, PointStretch stretch, int place)
    {
        var row = stretch.Start + (stretch.IsReversed ? stretch.Count - 1 - place : place);
        json.WriteStartObject();
        json.WriteNumber("timestampMillis", stretch.Points.Timestamps(stretch.Slice)[row]);
        json.WriteNumber("step", new Step(stretch.Points.Steps(stretch.Slice)[row]).ToDouble());
        SeriesJson.Number(json, "value", stretch.Points.Values(stretch.Slice)[row]);
        json.WriteBoolean("isPreview", stretch.IsPreview);
        json.WriteNumber("completionRatio", stretch.IsPreview ? stretch.Points.Completion(stretch.Slice)[row] : 1);
        json.WriteEndObject();
    }

    /// <summary>Where the next page begins, of a number that the page before ended with.</summary>
    static Step? After(double? step, bool isDescending) =>
        step.Number("afterStep") is not { } last ? null : isDescending ? Step.FirstAt(last) : Step.LastAt(last);

    /// <exception cref="BadRequestException">There is no such run.</exception>
    static async Task<IReadOnlyList<PointStretch>> ReadAsync(
        OneSeries one, RunIdentifiers identifiers, FloatSeriesReader reader, CancellationToken cancellationToken)
    {
        var run = await identifiers.RunAsync(one.ExperimentId, cancellationToken)
            ?? throw new BadRequestException($"There is no run '{one.ExperimentId}'.");
        var scope = SeriesRequestParser.ScopeOf(one.Lineage ?? "FULL", one.LineageEntityType);
        var pages = await reader.ReadAsync(
            [new FloatSeriesQuery(new SeriesRequest(run, one.Attribute, scope), one.IncludePreview ?? false, null)],
            new StepWindow(one.SkipToStep, null), isDescending: false,
            Math.Clamp(one.Limit ?? Limits.FloatSeriesPointsMax, 1, Limits.FloatSeriesPointsMax), cancellationToken);
        return pages[0];
    }

    internal sealed record OneSeries(
        string? ExperimentId, string Attribute, int? Limit, double? SkipToStep, bool? IncludePreview, string? Lineage,
        string? LineageEntityType);
}
