using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Attributes as the JSON object <c>AttributeDTO</c>.</summary>
static class AttributeJson
{
    /// <summary>Name of the property with the value, for each type.</summary>
    static string PropertyOf(AttributeType type) => type.Name() + "Properties";

    /// <param name="textLengthMax">Texts are cut to this many characters.</param>
    public static void Write(Utf8JsonWriter json, StoredAttribute attribute, int textLengthMax = int.MaxValue)
    {
        json.WriteStartObject();
        json.WriteString("name", attribute.Path);
        json.WriteString("type", attribute.Type.Name());
        json.WriteStartObject(PropertyOf(attribute.Type));
        json.WriteString("attributeName", attribute.Path);
        json.WriteString("attributeType", attribute.Type.Name());
        if (attribute.Type.IsSeries()) Series(json, attribute, textLengthMax);
        else Atom(json, attribute, textLengthMax);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Atom(Utf8JsonWriter json, StoredAttribute attribute, int textLengthMax)
    {
        switch (attribute.Type)
        {
            case AttributeType.Int:
                json.WriteNumber("value", attribute.IntValue);
                break;
            case AttributeType.Float:
                SeriesJson.Number(json, "value", attribute.FloatValue);
                break;
            case AttributeType.Bool:
                json.WriteBoolean("value", attribute.IntValue != 0);
                break;
            case AttributeType.Datetime:
                json.WriteString("value", Iso(attribute.IntValue));
                break;
            case AttributeType.StringSet:
                json.WriteStartArray("values");
                foreach (var element in attribute.SetValue) json.WriteStringValue(element);
                json.WriteEndArray();
                break;
            case AttributeType.FileRef:
                SeriesJson.FileFields(json, new(attribute.StringValue, attribute.IntValue, attribute.Mime));
                break;
            default:
                json.WriteString("value", Cut(attribute.StringValue, textLengthMax));
                break;
        }
    }

    static void Series(Utf8JsonWriter json, StoredAttribute attribute, int textLengthMax)
    {
        if (attribute.Type != AttributeType.FloatSeries || attribute.Points > 0)
            json.WriteNumber("lastStep", attribute.LastStep.ToDouble());

        switch (attribute.Type)
        {
            case AttributeType.StringSeries:
                json.WriteString("last", Cut(attribute.StringValue, textLengthMax));
                break;
            case AttributeType.FileRefSeries:
                SeriesJson.File(json, "last", new(attribute.StringValue, attribute.IntValue, attribute.Mime));
                break;
            case AttributeType.HistogramSeries when attribute.LastHistogram is { } histogram:
                SeriesJson.Histogram(json, "last", histogram);
                break;
            case AttributeType.FloatSeries:
                Figures(json, attribute);
                break;
        }
    }

    static void Figures(Utf8JsonWriter json, StoredAttribute attribute)
    {
        if (attribute.Points > 0) SeriesJson.Number(json, "last", attribute.FloatValue);
        if (attribute.Figures is { } figures)
        {
            SeriesJson.Number(json, "min", figures.Min);
            SeriesJson.Number(json, "max", figures.Max);
            SeriesJson.Number(json, "average", figures.Average);
            SeriesJson.Number(json, "variance", figures.Variance);
        }

        json.WriteBoolean("hasPreview", attribute.HasPreview);
        json.WriteStartObject("config");
        json.WriteEndObject();
    }

    // Milliseconds beyond the calendar, which nobody can have meant, are shown as its ends.
    static string Iso(long millis) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            millis, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax) return text;

        var length = lengthMax > 0 && char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return text[..length];
    }
}
