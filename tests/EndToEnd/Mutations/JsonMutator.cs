using System.Text;
using System.Text.Json.Nodes;

namespace NeptuneAlt.EndToEnd.Mutations;

/// <summary>Puts something else at one place of a JSON text.</summary>
sealed class JsonMutator(Random random)
{
    const string Mark = "\"\u0001\"";

    static readonly string[] Values =
    [
        "null", "[null]", "[]", "{}", "\"\"", "0", "-1", "1e400", "1e308", "9223372036854775808",
        "-9223372036854775809", "2147483648", "1.5", "true", "\"x\"", "[[]]", "[{}]", "{\"a\":null}", "NaN", "Infinity",
        "\"\\ud800\"", "\"\\u0000\"",
        "\"w/p/P-1\"", "[1,\"a\",null,{}]", "\"(((\"", "{\"type\":\"x\"}", "'x'", "//", "\"\u00ff\"",
        "[\"\",\"\"]", "1e-400",
        "\"99999999-9999-9999-9999-999999999999\"", "253402300800000", "-62135596800001", "\"NaN\"",
        "\"${a}/0\"", "tru",
    ];

    public byte[] Mutate(byte[] body)
    {
        var root = JsonNode.Parse(body)!; // what was recorded is JSON
        var places = Places(root).ToList();
        if (places.Count == 0 || random.Next(20) == 0) return Encoding.UTF8.GetBytes(Value());

        places[random.Next(places.Count)]();
        var text = root.ToJsonString().Replace("\"\\u0001\"", Mark, StringComparison.Ordinal);
        return Latin1OrUtf8(text.Replace(Mark, Value(), StringComparison.Ordinal));
    }

    /// <summary>Ways to put the mark somewhere.</summary>
    static IEnumerable<Action> Places(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map.ToList())
            {
                yield return () => map[name] = "\u0001";
                yield return () => map.Remove(name);
                if (value is null) continue;
                foreach (var place in Places(value)) yield return place;
            }
        }
        else if (node is JsonArray list)
        {
            yield return () => list.Add("\u0001");
            for (var i = 0; i < list.Count; i++)
            {
                var at = i;
                yield return () => list[at] = "\u0001";
                if (list[i] is not { } value) continue;
                foreach (var place in Places(value)) yield return place;
            }
        }
    }

    string Value() => random.Next(30) switch
    {
        0 => new string('[', 200) + new string(']', 200),
        1 => "\"" + new string('y', 70_000) + "\"",
        2 => "[" + string.Join(',', Enumerable.Repeat("\"z\"", 20_000)) + "]",
        3 => "0,\"type\":1,\"type\":{}",
        _ => Values[random.Next(Values.Length)],
    };

    /// <summary>Now and then as bytes that are no UTF-8.</summary>
    byte[] Latin1OrUtf8(string text) => (random.Next(20) == 0 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);
}
