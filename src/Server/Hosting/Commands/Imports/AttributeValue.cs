using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Wire.Ingest;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Values as the server gives them back, beside those of the export.</summary>
static class AttributeValue
{
    /// <summary>A sentence's end that says how the value differs; <c>null</c> if it does not.</summary>
    public static string? Difference(JsonElement attribute, Value value)
    {
        var type = attribute.GetProperty("type").GetString()!;
        var stored = attribute.GetProperty(type + "Properties");
        return value.ValueCase switch
        {
            Value.ValueOneofCase.Float64 when type == "float" => Same(NumberOf(stored.GetProperty("value")), value.Float64),
            Value.ValueOneofCase.Int64 when type == "int" => Same(stored.GetProperty("value").GetInt64(), value.Int64),
            Value.ValueOneofCase.Bool when type == "bool" => Same(stored.GetProperty("value").GetBoolean(), value.Bool),
            Value.ValueOneofCase.String when type == "string" => Same(stored.GetProperty("value").GetString(), value.String),
            Value.ValueOneofCase.Timestamp when type == "datetime" => Same(
                stored.GetProperty("value").GetDateTimeOffset(), DateTimeOffset.FromUnixTimeMilliseconds(Values.MsOf(value.Timestamp))),
            Value.ValueOneofCase.StringSet when type == "stringSet" => SameSet(stored, value.StringSet),
            Value.ValueOneofCase.FileRef when type == "fileRef" => Same(
                (stored.GetProperty("path").GetString(), stored.GetProperty("sizeBytes").GetInt64()),
                (value.FileRef.Path, value.FileRef.SizeBytes)),
            _ => $"is of type {type} on the server, and in the export a {value.ValueCase}.",
        };
    }

    public static string? TextOf(Dictionary<string, JsonElement> attributes, string path) =>
        attributes.TryGetValue(path, out var attribute) && attribute.TryGetProperty("stringProperties", out var text)
            ? text.GetProperty("value").GetString()
            : null;

    /// <summary>Counts a point of a string, histogram or file series, up to the last one of the export.</summary>
    public static void AddPoint(ref SeriesProof proof, SentSeries series, JsonElement point)
    {
        var step = Step.FromDouble(point.GetProperty("step").GetDouble()).Micros;
        if (series.Proof.Points == 0 || step > series.Proof.LastStep) return;

        var time = point.GetProperty("timestampMillis").GetInt64();
        var value = point.GetProperty("object");
        if (value.TryGetProperty("stringValue", out var text)) proof.Add(step, time, text.GetString()!);
        else if (value.TryGetProperty("fileRef", out var file)) proof.Add(step, time, file.GetProperty("path").GetString()!);
        else if (value.TryGetProperty("histogram", out var histogram))
            proof.Add(
                step, time, [.. histogram.GetProperty("edges").EnumerateArray().Select(NumberOf)],
                [.. histogram.GetProperty("values").EnumerateArray().Select(NumberOf)],
                histogram.GetProperty("type").GetString() == "DENSITY");
    }

    /// <summary>JSON has no NaN and no infinities: these are texts.</summary>
    static double NumberOf(JsonElement number) => number.ValueKind == JsonValueKind.Number
        ? number.GetDouble()
        : double.Parse(number.GetString()!, CultureInfo.InvariantCulture);

    static string? Same<T>(T stored, T exported) => EqualityComparer<T>.Default.Equals(stored, exported)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"is {stored} on the server; the export has {exported}.");

    static string? SameSet(JsonElement stored, StringSet exported)
    {
        var members = stored.GetProperty("values").EnumerateArray().Select(member => member.GetString()!).ToHashSet();
        return members.SetEquals(exported.Values)
            ? null
            : $"is [{string.Join(", ", members)}] on the server; the export has [{string.Join(", ", exported.Values)}].";
    }
}
