using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>
/// Rows as a plain table has them, whatever the type of each: numbers and booleans in one column, all else in a column of texts; lists and
/// histograms as JSON, times as ISO 8601.
/// </summary>
/// <param name="Steps">In micro-steps; <c>null</c>: no point.</param>
/// <param name="Times">Milliseconds since 1970.</param>
/// <param name="Texts">Of integers, too: a double does not hold all of them.</param>
sealed record TableRows(long?[] Steps, long?[] Times, double?[] Values, string?[] Texts)
{
    static readonly JsonSerializerOptions s_numbers = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static TableRows Of(RunRows rows)
    {
        var table = new TableRows(new long?[rows.Count], new long?[rows.Count], new double?[rows.Count], new string?[rows.Count]);
        rows.Steps.CopyTo(table.Steps, step => (long?)step);
        rows.Times.CopyTo(table.Times, time => (long?)time);
        rows.Floats.CopyTo(table.Values, value => (double?)value);
        rows.Ints.CopyTo(table.Values, value => (double?)value);
        rows.Bools.CopyTo(table.Values, value => value ? 1 : 0);
        rows.Ints.CopyTo(table.Texts, value => value.ToString(CultureInfo.InvariantCulture));
        rows.Bools.CopyTo(table.Texts, value => value ? "true" : "false");
        rows.Strings.CopyTo(table.Texts, text => text);
        rows.Datetimes.CopyTo(table.Texts, TextOf);
        rows.Sets.CopyTo(table.Texts, set => JsonSerializer.Serialize(set));
        rows.Files.CopyTo(table.Texts, path => path);
        rows.Histograms.CopyTo(table.Texts, histogram => new JsonObject
        {
            ["type"] = histogram.Type,
            ["edges"] = JsonSerializer.SerializeToNode(histogram.Edges, s_numbers),
            ["values"] = JsonSerializer.SerializeToNode(histogram.Values, s_numbers),
        }.ToJsonString(s_numbers));
        return table;
    }

    public static string TextOf(long ms) =>
        PartsWriter.TimeOf(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
