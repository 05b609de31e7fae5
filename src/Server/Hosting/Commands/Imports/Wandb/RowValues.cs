using System.Globalization;
using System.Text;
using System.Text.Json;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using NeptuneAlt.Wire.Wandb;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Wandb;

/// <summary>What an item of a history is here.</summary>
/// <param name="Key">With the keys of nested dictionaries, separated by slashes.</param>
/// <param name="Kind"><c>null</c>: it has no place.</param>
/// <param name="Number">Of a number.</param>
/// <param name="Text">A text, the file's place below the run's files, or why it has no place.</param>
/// <param name="Json">Of a histogram.</param>
readonly record struct RowValue(string Key, SeriesKind? Kind, double Number = 0, string Text = "", JsonElement Json = default);

/// <summary>Items as W&amp;B writes them: JSON, in which numbers may also be NaN and Infinity.</summary>
static class RowValues
{
    const string Type = "_type";

    /// <summary>Before words that stand for numbers, once they are texts.</summary>
    const char Mark = '\u0001';

    public static string KeyOf(Item item) => item.NestedKey.Count > 0 ? string.Join('/', item.NestedKey) : item.Key;

    /// <returns><c>null</c> if it is no JSON.</returns>
    public static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            try
            {
                return JsonElement.Parse(Quoted(json));
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public static bool IsNumber(JsonElement value, out double number)
    {
        number = 0;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDouble(out number);
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not [Mark, .. var word]) return false;

        number = word switch { "NaN" => double.NaN, "-Infinity" => double.NegativeInfinity, _ => double.PositiveInfinity };
        return true;
    }

    /// <summary>The values of an item: one, or those of its dictionary.</summary>
    public static IEnumerable<RowValue> Of(string key, JsonElement value)
    {
        if (IsNumber(value, out var number)) return [new(key, SeriesKind.Float, number)];
        return value.ValueKind switch
        {
            JsonValueKind.True => [new(key, SeriesKind.Float, 1)],
            JsonValueKind.False => [new(key, SeriesKind.Float, 0)],
            JsonValueKind.String => [new(key, SeriesKind.Text, Text: value.GetString()!)],
            JsonValueKind.Array => [new(key, SeriesKind.Text, Text: TextOf(value))],
            JsonValueKind.Object when value.TryGetProperty(Type, out var type) && type.ValueKind == JsonValueKind.String =>
                OfType(key, type.GetString()!, value),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(one => Of($"{key}/{one.Name}", one.Value)),
            _ => [],
        };
    }

    public static Wire.Ingest.Value? HistogramOf(JsonElement value)
    {
        double[] counts = [.. Numbers("values")];
        double[] edges = value.TryGetProperty("bins", out _) ? [.. Numbers("bins")] : Packed(counts.Length);
        if (counts.Length == 0 || edges.Length != counts.Length + 1) return null;

        return Buckets.Of(counts.Select((count, i) => (edges[i], edges[i + 1], count))) is { } histogram
            ? new Wire.Ingest.Value { Histogram = histogram }
            : null;

        IEnumerable<double> Numbers(string name) =>
            value.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array
                ? all.EnumerateArray().Select(one => IsNumber(one, out var number) ? number : double.NaN)
                : [];

        // Bins of one width: their first edge, that width, and how many there are.
        double[] Packed(int count) =>
            value.TryGetProperty("packedBins", out var packed) && packed.ValueKind == JsonValueKind.Object
            && packed.TryGetProperty("min", out var min) && packed.TryGetProperty("size", out var size)
            && IsNumber(min, out var first) && IsNumber(size, out var width)
                ? [.. Enumerable.Range(0, count + 1).Select(i => first + i * width)]
                : [];
    }

    /// <summary>As Python would show it.</summary>
    public static string TextOf(JsonElement value) => value.GetRawText().Replace("\"\\u0001", "\"", StringComparison.Ordinal);

    static IEnumerable<RowValue> OfType(string key, string type, JsonElement value)
    {
        if (type == "histogram") return [new(key, SeriesKind.Histogram, Json: value)];
        if (value.TryGetProperty("filenames", out var names) && names.ValueKind == JsonValueKind.Array)
            return names.EnumerateArray()
                .Select((name, i) => new RowValue(i == 0 ? key : Numbered(key, i), SeriesKind.File, Text: name.ToString()));
        if (value.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String)
            return [new(key, SeriesKind.File, Text: path.GetString()!)];
        return [new(key, null, Text: $"values of the type '{type}'")];
    }

    static string Numbered(string key, int i) => string.Create(CultureInfo.InvariantCulture, $"{key}/{i}");

    /// <summary>NaN and Infinity outside of texts become texts.</summary>
    static string Quoted(string json)
    {
        var text = new StringBuilder(json.Length + 16);
        var isInText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var word = isInText ? null : Words.FirstOrDefault(word => string.CompareOrdinal(json, i, word, 0, word.Length) == 0);
            if (word is not null)
            {
                text.Append('"').Append("\\u0001").Append(word).Append('"');
                i += word.Length - 1;
                continue;
            }

            text.Append(json[i]);
            if (json[i] == '\\' && isInText && i + 1 < json.Length) text.Append(json[++i]);
            else if (json[i] == '"') isInText = !isInText;
        }

        return text.ToString();
    }

    static readonly string[] Words = ["NaN", "-Infinity", "Infinity"];
}
