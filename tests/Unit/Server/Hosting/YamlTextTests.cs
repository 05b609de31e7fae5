using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

public class YamlTextTests
{
    [Theory]
    [InlineData("\"plain text\"", "plain text\n")]
    [InlineData("\"yes\"", "'yes'\n")]
    [InlineData("\"1.5\"", "'1.5'\n")]
    [InlineData("\"a: b #c\"", "'a: b #c'\n")]
    [InlineData("\"line\\nline\\n\"", "|\n  line\n  line\n")]
    [InlineData("1.50", "1.50\n")]
    [InlineData("[1,null,1e400]", "- 1\n- null\n- 1e400\n")]
    [InlineData("{\"a\":{\"b\":[{\"c\":1,\"d\":[]}]}}", "a:\n  b:\n  - c: 1\n    d: []\n")]
    public void Is_written_as_people_write_it(string json, string yaml) =>
        Assert.Equal(yaml, YamlText.Write(JsonNode.Parse(json), _ => false));

    [Fact]
    public void Makes_the_same_json_again()
    {
        var text = Gen.OneOf(
            Gen.String, OneOf(
                "", " ", "a", "yes", "NULL", "~", "0x1F", "1_000", "1e3", "-", "- a", "a: b", "#", "'", "\"", "a\nb", "a\nb\n", "a\n\n", "\na",
                " a\nb", "a \nb", "a\r\nb", "a\tb\nc", "\u202e", "🚀", "🚀\n🚀", "\u0085", "\u2028", "\ufeff", "${x/y}", "{{ x | .3f }}", "%", "@a",
                "&a", "*a", "!a", "|", ">", "?", "? a", "[a", "a,b", "layers/#/x", "2026-11-30", "12:30:45", ".5", "+1", "=", "<<", "...", "---"))
            .Select(Whole);
        var leaf = Gen.OneOf(
            text.Select(one => (JsonNode?)JsonValue.Create(one)), Gen.Const((JsonNode?)null), Gen.Bool.Select(one => (JsonNode?)JsonValue.Create(one)),
            OneOf("0", "-1", "1.50", "1e400", "12345678901234567890", "-0.0", "1E-7").Select(one => JsonNode.Parse(one)));
        var tree = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
            ? leaf
            : Gen.OneOf(
                leaf, inner.List[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                Gen.Select(text, inner).List[0, 4].Select(fields => (JsonNode?)new JsonObject(
                    fields.DistinctBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Item1, field.Item2?.DeepClone()))))));
        foreach (var isInline in new Func<JsonNode, bool>[] { _ => false, json => json is JsonArray })
            tree.Sample(
                json =>
                {
                    var yaml = YamlText.Write(json, isInline);
                    Assert.Equal(json?.ToJsonString() ?? "null", YamlText.Read(yaml)?.ToJsonString() ?? "null");
                    Assert.Equal(yaml, YamlText.Write(YamlText.Read(yaml), isInline));
                },
                iter: 2000);
    }

    [Theory]
    [InlineData("a: [1", "line")]
    [InlineData("a: 1\na: 2", "line 2, column 1: 'a' is there twice.")]
    [InlineData("a: &x 1\nb: *x", "line 1, column 4: Anchors are not read.")]
    [InlineData("a: !!binary aGk=", "line 1, column 4: The tag")]
    [InlineData("a: 1\n---\nb: 2", "more than one document")]
    public void Says_where_it_is_wrong(string yaml, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => YamlText.Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_what_is_nested_without_end() =>
        Assert.Throws<FormatException>(() => YamlText.Read(new string('[', 10_000)));

    /// <summary>Without halves of characters, which no file has.</summary>
    static string Whole(string text) => JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text))!; // a text makes a text

    static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(at => items[at]);
}
