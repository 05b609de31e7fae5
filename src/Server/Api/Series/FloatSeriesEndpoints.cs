using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Points of float series.</summary>
static class FloatSeriesEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/attributes/series/float", ManyProtoAsync);
        group.MapGet("/proto/attributes/series/float", OneProtoAsync);
        group.MapGet("/attributes/series/float", OneJsonAsync)
            .Describe("getFloatSeriesValues", "Points of a float series, inherited ones included.")
            .Gives<FloatSeriesResponse>();
    }

    static async Task ManyProtoAsync(HttpContext context, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var cancellationToken = context.RequestAborted;
        var body = JsonBody.Require(context, RetrievalJson.Default.SeriesQueryRequest);
        var requests = body.Requests ?? [];
        var series = await body.SeriesAsync(identifiers, cancellationToken);
        var limit = (long)Math.Clamp(
            body.PerSeriesPointsLimit ?? Limits.FloatSeriesPointsMax / Math.Max(1, requests.Count), 1, long.MaxValue / 2);
        var pages = await reader.ReadAsync(
            [.. requests.Zip(series, (request, one) =>
                new FloatSeriesQuery(one, request.Series?.IncludePreview ?? false, After(request.AfterStep, body.IsDescending())))],
            body.Window(), body.IsDescending(), limit, cancellationToken);

        await using var answer = new ProtoResponse(context);
        for (var i = 0; i < pages.Count; i++)
            await FloatSeriesProto.WriteEntryAsync(
                answer, ProtoFloatSeriesValuesResponseDTO.SeriesFieldNumber, requests[i].RequestId ?? "", pages[i]);
    }

    static async Task OneProtoAsync(
        HttpContext context, [AsParameters] OneSeries one, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var page = await ReadAsync(one, identifiers, reader, context.RequestAborted);
        await using var answer = new ProtoResponse(context);
        await FloatSeriesProto.WriteSeriesAsync(answer, page);
    }

    static async Task OneJsonAsync(
        HttpContext context, [AsParameters] OneSeries one, RunIdentifiers identifiers, FloatSeriesReader reader)
    {
        var page = await ReadAsync(one, identifiers, reader, context.RequestAborted);
        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteNumber("totalItemCount", page.Sum(range => range.Count));
        json.WriteStartArray("values");
        foreach (var range in page)
        {
            for (var i = 0; i < range.Count; i++)
            {
                Write(json, range, i);
                await answer.FlushIfFullAsync();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, PointRange range, int place)
    {
        var row = range.Start + (range.IsReversed ? range.Count - 1 - place : place);
        json.WriteStartObject();
        json.WriteNumber("timestampMillis", range.Points.Timestamps(range.Slice)[row]);
        json.WriteNumber("step", new Step(range.Points.Steps(range.Slice)[row]).ToDouble());
        SeriesJson.Number(json, "value", range.Points.Values(range.Slice)[row]);
        json.WriteBoolean("isPreview", range.IsPreview);
        json.WriteNumber("completionRatio", range.IsPreview ? range.Points.Completion(range.Slice)[row] : 1);
        json.WriteEndObject();
    }

    /// <summary>The step after which the next page begins, from the number that ended the page before.</summary>
    static Step? After(double? step, bool isDescending) =>
        step.Number("afterStep") is not { } last ? null : isDescending ? Step.FirstAt(last) : Step.LastAt(last);

    /// <exception cref="BadRequestException">There is no such run.</exception>
    static async Task<IReadOnlyList<PointRange>> ReadAsync(
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
