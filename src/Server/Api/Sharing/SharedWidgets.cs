using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Widgets as who has a link is given them: what is known of them here, and nothing else that a document may have.
/// </summary>
static partial class SharedWidgets
{
    /// <summary>A widget of this type stands where one is that cannot be shown by a link; <c>options.reason</c> says why.</summary>
    public const string Withheld = "withheld";

    static readonly string[] Fields =
    [
        "id", "type", "name", "freeText", "attributes", "attributeNameMustMatchRegexes", "attributeNameMustNotMatchRegexes", "options",
    ];

    static readonly Dictionary<string, string> s_typeOfKind = new()
    {
        ["line"] = "chart", ["bars"] = "chart", ["parallel"] = "chart", ["value"] = "singleValue", ["runs"] = "table",
        ["attributes"] = "table", ["text"] = "textNode", ["scatter"] = "scatterPlot", ["histogram"] = "histogram",
        ["media"] = "gallery", ["logs"] = "valueList",
    };

    static readonly Dictionary<string, string> s_kindOfType = new()
    {
        ["chart"] = "line", ["userDefinedFunction"] = "line", ["singleValue"] = "value", ["valueList"] = "runs", ["table"] = "runs",
        ["interactiveTable"] = "runs", ["textNode"] = "text", ["scatterPlot"] = "scatter", ["histogram"] = "histogram",
        ["image"] = "media", ["gallery"] = "media", ["imageComparison"] = "media", ["fileSeries"] = "media", ["file"] = "media",
        ["fileSet"] = "media",
    };

    /// <summary>What the web app draws it as; of a section that makes its widgets, what these are. <c>null</c> if it knows none.
    /// </summary>
    public static string? KindOf(JsonElement widget)
    {
        var type = TextOf(widget, "type") ?? "";
        var options = widget.TryGetProperty("options", out var said) && said.ValueKind == JsonValueKind.Object ? said : default;
        if (type == "dynamicSection")
        {
            if (options.ValueKind != JsonValueKind.Object || !options.TryGetProperty("template", out var template)
                || template.ValueKind != JsonValueKind.Object) return "line";
            var made = TextOf(template, "kind") ?? "";
            return s_typeOfKind.ContainsKey(made) ? made : s_kindOfType.GetValueOrDefault(TextOf(template, "type") ?? "", "line");
        }

        var kind = options.ValueKind == JsonValueKind.Object ? TextOf(options, "kind") : null;
        if (kind is not null && s_typeOfKind.GetValueOrDefault(kind) == type) return kind;
        if (type == "valueList" && widget.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Array
            && attributes.EnumerateArray().Any(one => TextOf(one, "type") == "stringSeries")) return "logs";

        return s_kindOfType.GetValueOrDefault(type);
    }

    public static bool IsSection(JsonElement widget) => TextOf(widget, "type") is "section" or "dynamicSection";

    /// <summary>Why it is not shown; <c>null</c>: it is.</summary>
    public static string? ReasonOf(JsonElement widget, IReadOnlySet<string> variables)
    {
        if (!IsSection(widget) && KindOf(widget) is null) return "Widgets of this kind are not shown by a public link.";

        return variables.Count > 0 && Places().Matches(widget.GetRawText()).Any(place => variables.Contains(place.Groups[1].Value))
            ? "What follows a variable of the dashboard is not shown by a public link."
            : null;
    }

    /// <summary>The widget without what is not known here; or what stands in its place.</summary>
    public static JsonObject Of(JsonElement widget, string? reason)
    {
        if (reason is not null)
            return IsSection(widget)
                ? new() { ["id"] = TextOf(widget, "id"), ["type"] = "section", ["name"] = TextOf(widget, "name") }
                : new()
                {
                    ["id"] = TextOf(widget, "id"), ["type"] = Withheld, ["name"] = TextOf(widget, "name"),
                    ["options"] = new JsonObject { ["reason"] = reason },
                };

        return Only(widget, Fields);
    }

    public static JsonObject Only(JsonElement json, params ReadOnlySpan<string> fields)
    {
        var kept = new JsonObject();
        if (json.ValueKind != JsonValueKind.Object) return kept;

        foreach (var field in fields)
            if (json.TryGetProperty(field, out var value)) kept[field] = JsonNode.Parse(value.GetRawText());
        return kept;
    }

    public static string? TextOf(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex(@"\$\(([A-Za-z][\w-]{0,39})\)", RegexOptions.NonBacktracking)]
    private static partial Regex Places();
}
