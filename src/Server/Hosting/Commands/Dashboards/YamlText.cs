using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>
/// JSON as YAML and back. The same JSON always makes the same text, and the text makes that JSON again: numbers digit by digit,
/// texts in quotes wherever somebody's reader could take them for something else.
/// </summary>
static partial class YamlText
{
    const int DepthMax = 64;

    /// <param name="isInline">Whether a list or object is written in one line.</param>
    public static string Write(JsonNode? json, Func<JsonNode, bool> isInline)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var settings = EmitterSettings.Default.WithBestWidth(int.MaxValue).WithMaxSimpleKeyLength(1024).WithNewLine("\n");
        var emitter = new Emitter(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, json, isInline, isWithin: false);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <exception cref="FormatException">It is no YAML, or YAML that JSON has no word for; the message names the line.</exception>
    public static JsonNode? Read(string yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;

            var json = Read(parser, 0);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _) ? json : throw new FormatException("The file has more than one document.");
        }
        catch (YamlException exception)
        {
            throw Fault(exception.Message, exception.Start);
        }
    }

    static void Write(Emitter emitter, JsonNode? json, Func<JsonNode, bool> isInline, bool isWithin)
    {
        switch (json)
        {
            case JsonObject fields:
                var isFlow = isWithin || fields.Count == 0 || isInline(fields);
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, isFlow ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in fields)
                {
                    emitter.Emit(TextOf(name, isKey: true));
                    Write(emitter, value, isInline, isFlow);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                var isRow = isWithin || items.Count == 0 || isInline(items);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, isRow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items) Write(emitter, item, isInline, isRow);
                emitter.Emit(new SequenceEnd());
                break;
            case { } value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(TextOf(value.GetValue<string>(), isKey: isWithin));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, json?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    /// <param name="isKey">It has to stay in its line.</param>
    static Scalar TextOf(string text, bool isKey)
    {
        var style = Plain.IsMatch(text) && !Word.IsMatch(text) ? ScalarStyle.Plain
            : !isKey && Block.IsMatch(text) ? ScalarStyle.Literal
            : Printable.IsMatch(text) ? ScalarStyle.SingleQuoted
            : ScalarStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain);
    }

    static JsonNode? Read(Parser parser, int depth)
    {
        if (depth > DepthMax) throw Fault("It is nested too deeply", parser.Current?.Start);
        if (parser.Accept<AnchorAlias>(out var alias)) throw Fault("Write it out in place of the alias", alias.Start);

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            Refuse(mapping);
            var json = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                if (!json.TryAdd(key.Value, Read(parser, depth + 1))) throw Fault($"'{key.Value}' is there twice", key.Start);
            }

            return json;
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            Refuse(sequence);
            var json = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) json.Add(Read(parser, depth + 1));
            return json;
        }

        var scalar = parser.Consume<Scalar>();
        Refuse(scalar);
        return scalar.Style == ScalarStyle.Plain ? ValueOf(scalar.Value) : JsonValue.Create(scalar.Value);
    }

    /// <summary>YAML 1.2 as far as JSON goes: everything else is text.</summary>
    static JsonNode? ValueOf(string plain) => plain switch
    {
        "" or "~" or "null" => null,
        "true" or "false" => JsonNode.Parse(plain),
        _ when Number.IsMatch(plain) => JsonNode.Parse(plain),
        _ => JsonValue.Create(plain),
    };

    static void Refuse(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) throw Fault("Anchors are not read", node.Start);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) throw Fault($"The tag {node.Tag} is not read", node.Start);
    }

    static FormatException Fault(string what, Mark? place) => new(
        place is { } mark ? string.Create(CultureInfo.InvariantCulture, $"line {mark.Line}, column {mark.Column}: {what}.") : what);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    static partial Regex Number { get; }

    /// <summary>Texts that are safe without quotes, in whatever version of YAML, also within brackets.</summary>
    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./ -]*(?<! )\z")]
    static partial Regex Plain { get; }

    /// <summary>Words that some version of YAML reads as something else than text.</summary>
    [GeneratedRegex(@"^(yes|no|on|off|true|false|null|nan|inf|\.inf|\.nan|0x.*|0o.*)\z", RegexOptions.IgnoreCase)]
    static partial Regex Word { get; }

    /// <summary>Several lines that a block keeps as they are: printable, none with spaces at its end, with one break at the end or
    /// none.</summary>
    [GeneratedRegex(@"^(?=\S)(?=[^\n]*\n)([^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*(?<! )\n)*[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+(?<! )\n?\z")]
    static partial Regex Block { get; }

    [GeneratedRegex(@"^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*\z")]
    static partial Regex Printable { get; }
}
