using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>What holds between the parts of a dashboard that has its <see cref="DashboardShapes.Document"/> form.</summary>
static partial class DashboardRules
{
    static readonly string[] PatternFields = ["attributeNameMustMatchRegexes", "attributeNameMustNotMatchRegexes"];

    /// <returns>What is wrong; <c>null</c>: nothing.</returns>
    public static JsonFault? Fault(JsonElement document) =>
        NameFault(document) ?? WidgetsFault(document, out var ids) ?? LayoutsFault(document, ids) ?? ColorsFault(document);

    /// <summary>The regular expressions of the widgets, each with its place.</summary>
    public static IEnumerable<(string Pattern, string Place)> Patterns(JsonElement document) =>
        from widget in Items(document, "widgets")
        from field in PatternFields
        where widget.Item.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
        from pattern in Items(widget.Item, field)
        select (pattern.Item.GetString()!, $".widgets[{widget.At}].{field}[{pattern.At}]"); // the shape has texts only

    /// <summary>Texts that have columns of their own, which PostgreSQL keeps without zero characters.</summary>
    static JsonFault? NameFault(JsonElement document)
    {
        if (string.IsNullOrWhiteSpace(document.GetProperty("name").GetString()))
            return new JsonFault("has to have a letter: the dashboard is called so", ".name");

        foreach (var field in (string[])["name", "versionName", "versionDescription", "experimentShortId"])
            if (TextOf(document, field)?.Contains('\0', StringComparison.Ordinal) == true)
                return new JsonFault("cannot have zero characters", $".{field}");

        return null;
    }

    /// <param name="ids">Of the widgets.</param>
    public static JsonFault? WidgetsFault(JsonElement document, out HashSet<string> ids)
    {
        ids = [];
        var sections = 0;
        foreach (var (widget, at) in Items(document, "widgets"))
        {
            var id = widget.GetProperty("id").GetString()!; // the shape has one
            if (id.Length == 0) return JsonFault.Impossible("is empty; a layout has to name it", $".widgets[{at}].id");
            if (!ids.Add(id)) return JsonFault.Impossible($"is '{id}', which another widget has, too", $".widgets[{at}].id");
            if (widget.GetProperty("type").GetString() is "section" or "dynamicSection") sections++;
        }

        return sections <= Limits.DashboardSectionsMax ? null : JsonFault.TooMuch(string.Create(
            CultureInfo.InvariantCulture, $"has {sections} sections; {Limits.DashboardSectionsMax} are the most")).In(".widgets");
    }

    static JsonFault? LayoutsFault(JsonElement document, HashSet<string> ids)
    {
        foreach (var size in (string[])["xl", "lg", "md", "sm", "xs"])
            if (PlacesFault(document.GetProperty("layouts"), size, ids) is { } fault) return fault.In(".layouts");

        return null;
    }

    /// <summary>What is wrong with a list of places of widgets.</summary>
    public static JsonFault? PlacesFault(JsonElement value, string list, HashSet<string> ids)
    {
        var placed = new HashSet<string>();
        foreach (var (item, at) in Items(value, list))
        {
            var place = $".{list}[{at}]";
            var id = item.GetProperty("id").GetString()!; // the shape has one
            if (!ids.Contains(id)) return JsonFault.Impossible($"is '{id}', but no widget has this id", place + ".id");
            if (!placed.Add(id)) return JsonFault.Impossible($"is '{id}', which has a place already", place + ".id");
            foreach (var field in (string[])["x", "y", "w", "h"])
                if (item.GetProperty(field).GetInt32() < 0)
                    return JsonFault.Impossible("is below 0, where the grid begins", $"{place}.{field}");
        }

        return null;
    }

    /// <summary>What is wrong with the colors that the object has.</summary>
    public static JsonFault? ColorsFault(JsonElement document)
    {
        const string what = "is no color; write it like #1f77b4, or by a name";
        if (TextOf(document, "color") is { } own && !Color.IsMatch(own)) return JsonFault.Impossible(what, ".color");
        if (!document.TryGetProperty("colorsConfig", out var config) || config.ValueKind != JsonValueKind.Object
            || !config.TryGetProperty("colors", out var colors) || colors.ValueKind != JsonValueKind.Array) return null;

        foreach (var (item, at) in Items(config, "colors"))
            if (!Color.IsMatch(item.GetProperty("color").GetString()!)) // the shape has one
                return JsonFault.Impossible(what, $".colorsConfig.colors[{at}].color");

        return null;
    }

    public static IEnumerable<(JsonElement Item, int At)> Items(JsonElement value, string list) =>
        value.GetProperty(list).EnumerateArray().Select((item, at) => (item, at));

    public static string? TextOf(JsonElement value, string field) =>
        value.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    [GeneratedRegex(@"^(#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z][a-zA-Z0-9_-]{0,39}|(rgb|hsl)a?\([0-9.,%/ a-z-]{1,60}\))\z")]
    static partial Regex Color { get; }
}
