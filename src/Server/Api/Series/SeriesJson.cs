using System.Text.Json;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Values of series as JSON.</summary>
static class SeriesJson
{
    public static string TypeOf(SeriesObject.Histogram histogram) => histogram.IsDensity ? "DENSITY" : "COUNTING";

    /// <summary>A number. JSON cannot express NaN and the infinities, so these are texts.</summary>
    public static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        Number(json, value);
    }

    public static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    public static void File(Utf8JsonWriter json, string name, SeriesObject.File file)
    {
        json.WriteStartObject(name);
        FileFields(json, file);
        json.WriteEndObject();
    }

    public static void FileFields(Utf8JsonWriter json, SeriesObject.File file)
    {
        json.WriteString("path", file.Path);
        json.WriteNumber("sizeBytes", file.Size);
        json.WriteString("mimeType", file.Mime);
    }

    public static void Histogram(Utf8JsonWriter json, string name, SeriesObject.Histogram histogram)
    {
        json.WriteStartObject(name);
        json.WriteString("type", TypeOf(histogram));
        Numbers(json, "edges", histogram.Edges);
        Numbers(json, "values", histogram.Values);
        json.WriteEndObject();
    }

    static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) Number(json, value);
        json.WriteEndArray();
    }
}
