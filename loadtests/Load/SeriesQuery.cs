using System.Buffers;
using System.Text.Json;
using NeptuneAlt.Client;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>Reads points of float series of one run, as neptune-query pages through them.</summary>
static class SeriesQuery
{
    /// <summary>One page.</summary>
    /// <param name="run"><c>workspace/project/SYS-ID</c>.</param>
    /// <param name="series">Names, each with the step behind which to go on; null: from the first.</param>
    /// <param name="pointsMax">A series with as many points in the answer may have more.</param>
    /// <returns>Points in the order of <paramref name="series"/>.</returns>
    public static async Task<List<SeriesPoint>[]> PageAsync(
        NeptuneClient client, string run, IReadOnlyList<(string Name, double? After)> series, int pointsMax,
        CancellationToken cancellationToken, long? fromStep = null)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body)) Write(json, run, series, pointsMax, fromStep);
        var answers = FloatSeriesResponse.Read(await client.FloatSeriesAsync(body.WrittenMemory, cancellationToken));
        return [.. series.Select((_, i) => answers.GetValueOrDefault($"{i}") ?? [])];
    }

    static void Write(
        Utf8JsonWriter json, string run, IReadOnlyList<(string Name, double? After)> series, int pointsMax, long? fromStep)
    {
        json.WriteStartObject();
        json.WriteStartArray("requests");
        for (var i = 0; i < series.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("requestId", $"{i}");
            json.WriteStartObject("series");
            json.WriteStartObject("holder");
            json.WriteString("identifier", run);
            json.WriteString("type", "experiment");
            json.WriteEndObject();
            json.WriteString("attribute", series[i].Name);
            json.WriteString("lineage", "FULL");
            json.WriteBoolean("includePreview", false);
            json.WriteEndObject();
            if (series[i].After is { } after) json.WriteNumber("afterStep", after);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("stepRange");
        if (fromStep is { } from) json.WriteNumber("from", from);
        else json.WriteNull("from");
        json.WriteNull("to");
        json.WriteEndObject();
        json.WriteString("order", "ascending");
        json.WriteNumber("perSeriesPointsLimit", pointsMax);
        json.WriteEndObject();
    }
}
