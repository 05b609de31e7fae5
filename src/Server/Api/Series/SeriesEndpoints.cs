using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Points of string, histogram and file series.</summary>
static class SeriesEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/attributes/series", QueryProtoAsync);
        group.MapPost("/attributes/series", QueryJsonAsync)
            .Describe("getSeriesValues", "Points of string, histogram and file series, page by page.")
            .Takes<SeriesQueryRequest>().Gives<SeriesResponse>();
    }

    static async Task QueryProtoAsync(
        HttpContext context, bool? useDeprecatedStringFields, RunIdentifiers identifiers, ObjectSeriesReader reader)
    {
        var answers = await ReadAsync(Body(context), identifiers, reader, context.RequestAborted);
        await using var output = new ProtoResponse(context);
        foreach (var answer in answers)
        {
            output.Writer.Message(
                ProtoSeriesValuesResponseDTO.SeriesFieldNumber,
                Proto(answer, IsDeprecated(answer, useDeprecatedStringFields)));
            await output.FlushIfFullAsync();
        }
    }

    static async Task QueryJsonAsync(
        HttpContext context, bool? useDeprecatedStringFields, RunIdentifiers identifiers, ObjectSeriesReader reader)
    {
        await WriteAsync(
            context, await ReadAsync(Body(context), identifiers, reader, context.RequestAborted), useDeprecatedStringFields);
    }

    public static SeriesQueryRequest Body(HttpContext context) =>
        JsonBody.Require(context, RetrievalJson.Default.SeriesQueryRequest);

    public static async Task WriteAsync(
        HttpContext context, IReadOnlyList<ObjectSeriesResponse> answers, bool? useDeprecatedStringFields)
    {
        await using var output = new JsonResponse(context);
        output.Writer.WriteStartObject();
        output.Writer.WriteStartArray("series");
        foreach (var answer in answers)
        {
            Write(output.Writer, answer, IsDeprecated(answer, useDeprecatedStringFields));
            await output.FlushIfFullAsync();
        }

        output.Writer.WriteEndArray();
        output.Writer.WriteEndObject();
    }

    // Clients from before histograms and files read texts from fields of their own.
    static bool IsDeprecated(ObjectSeriesResponse answer, bool? isAskedFor) =>
        answer.Type == AttributeType.StringSeries && isAskedFor != false;

    public static async Task<IReadOnlyList<ObjectSeriesResponse>> ReadAsync(
        SeriesQueryRequest body, RunIdentifiers identifiers, ObjectSeriesReader reader, CancellationToken cancellationToken)
    {
        var series = await body.SeriesAsync(identifiers, cancellationToken);
        var queries = (body.Requests ?? []).Zip(series, (request, one) =>
            new ObjectSeriesQuery(request.RequestId ?? "", one, request.SearchAfter?.Token));
        return await reader.ReadAsync(
            [.. queries],
            new ObjectSeriesWindow(
                body.Window(), body.IsDescending(), Whole(body.PerSeriesPointsLimit), Whole(body.SizeLimitBytes)),
            cancellationToken);
    }

    static long? Whole(double? number) => number.Number("A limit") is { } limit ? (long)Math.Clamp(limit, 0, long.MaxValue / 2) : null;

    static ProtoSeriesValuesSingleSeriesResponseDTO Proto(ObjectSeriesResponse answer, bool isDeprecated)
    {
        var values = new ProtoSeriesValuesDTO
        {
            Values =
            {
                answer.Points.Select(point =>
                {
                    var dto = new ProtoPointValueDTO
                    {
                        TimestampMillis = point.Timestamp, Step = point.Step.ToDouble(), CompletionRatio = 1,
                    };
                    if (isDeprecated) dto.Value = ((SeriesObject.Text)point.Object).Value;
                    else dto.Object = Proto(point.Object);
                    return dto;
                }),
            },
        };
        var proto = new ProtoSeriesValuesSingleSeriesResponseDTO { RequestId = answer.RequestId };
        if (isDeprecated) proto.StringSeries = values;
        else proto.SeriesValues = values;
        if (answer.Token is not null)
            proto.SearchAfter = new() { Finished = answer.IsFinished, Token = answer.Token };
        return proto;
    }

    static ProtoSeriesPointValueObjectDTO Proto(SeriesObject value) => value switch
    {
        SeriesObject.Text text => new() { StringValue = text.Value },
        SeriesObject.Histogram histogram => new() { Histogram = AttributeProto.HistogramOf(histogram) },
        _ => new() { FileRef = AttributeProto.FileOf((SeriesObject.File)value) },
    };

    static void Write(Utf8JsonWriter json, ObjectSeriesResponse answer, bool isDeprecated)
    {
        json.WriteStartObject();
        json.WriteString("requestId", answer.RequestId);
        if (answer.Token is not null)
        {
            json.WriteStartObject("searchAfter");
            json.WriteBoolean("finished", answer.IsFinished);
            json.WriteString("token", answer.Token);
            json.WriteEndObject();
        }

        json.WriteStartObject(isDeprecated ? "stringSeries" : "series");
        json.WriteStartArray("values");
        foreach (var point in answer.Points) Write(json, point, isDeprecated);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, ObjectPoint point, bool isDeprecated)
    {
        json.WriteStartObject();
        json.WriteNumber("timestampMillis", point.Timestamp);
        json.WriteNumber("step", point.Step.ToDouble());
        json.WriteBoolean("isPreview", false);
        json.WriteNumber("completionRatio", 1);
        if (isDeprecated)
        {
            json.WriteString("value", ((SeriesObject.Text)point.Object).Value);
        }
        else
        {
            json.WriteStartObject("object");
            switch (point.Object)
            {
                case SeriesObject.Text text:
                    json.WriteString("stringValue", text.Value);
                    break;
                case SeriesObject.Histogram histogram:
                    SeriesJson.Histogram(json, "histogram", histogram);
                    break;
                case SeriesObject.File file:
                    SeriesJson.File(json, "fileRef", file);
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
