using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Server.Api.Dashboards;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>
/// A dashboard as a file: Neptune's JSON in a canonical order, without what the server tells, each widget with its place. The
/// narrower layouts are left out where they follow from the widest one.
/// </summary>
static class DashboardFile
{
    public const string Format = "dashboard/1";

    static readonly string[] s_sizes = ["xl", "lg", "md", "sm", "xs"];

    static readonly string[] s_place = ["id", "x", "y", "w", "h"];

    static readonly string[] s_order =
    [
        "neptunealt", "name", "type", "icon", "color", "config", "layoutSettings", "viewParams", "colorsConfig", "autoComparePool",
        "runIds", "userExperimentNames", "extra",
    ];

    static readonly string[] s_widgetOrder =
    [
        "id", "type", "name", "at", "attributes", "attributeNameMustMatchRegexes", "attributeNameMustNotMatchRegexes", "namespaces",
        "experimentShortIds", "freeText", "options",
    ];

    /// <summary>What the server tells of a version, which is no part of the dashboard.</summary>
    static readonly HashSet<string> s_told =
    [
        "id", "versionBranch", "draft", "isDraft", "owner", "versionName", "versionDescription", "createdTime", "lastUpdatedTime",
        "experimentShortId", "widgetCount", "deletedTime", "deletedBy",
    ];

    /// <summary>Whether a field is one that only the server tells.</summary>
    public static bool IsTold(string field) => s_told.Contains(field);

    /// <summary>JSON Schema of a file, for editors: Neptune's form, but with places in the widgets.</summary>
    public static JsonObject Schema()
    {
        var schema = DashboardShapes.Document.Schema();
        var whole = new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
        var four = new JsonObject
        {
            ["type"] = "array", ["items"] = whole, ["minItems"] = 4, ["maxItems"] = 4,
            ["description"] = "x, y, width and height, in cells of a grid of 24 columns",
        };
        schema["properties"]!["widgets"]!["items"]!["properties"]!["at"] = // the form has widgets
            new JsonObject { ["anyOf"] = new JsonArray(four, new JsonObject { ["type"] = "object" }) };
        schema["properties"]!["neptunealt"] = new JsonObject { ["const"] = Format }; // as above
        schema["properties"]!["layouts"]!.AsObject().Remove("required"); // as above
        schema["required"] = new JsonArray("neptunealt", "name", "type", "widgets");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "A dashboard as a file");
        return schema;
    }

    /// <summary>The text of the file.</summary>
    /// <param name="dashboard">Neptune's JSON.</param>
    public static string Print(JsonObject dashboard)
    {
        var file = new JsonObject { ["neptunealt"] = Format };
        foreach (var (name, value) in dashboard.Where(field => !s_told.Contains(field.Key) && field.Value is not null))
            file[name] = value!.DeepClone(); // not null as asked
        if (file["extra"] is JsonObject extra)
        {
            extra.Remove("base");
            extra.Remove("key");
            if (extra.Count == 0) file.Remove("extra");
        }

        FoldLayouts(file);
        var given = file["widgets"]!.AsArray(); // the form requires them
        var widgets = new JsonArray([.. given.Select(widget => Ordered(widget!.AsObject(), s_widgetOrder))]); // they are objects
        file.Remove("widgets");
        var layouts = file["layouts"];
        file.Remove("layouts");
        var ordered = Ordered(file, s_order);
        ordered["widgets"] = widgets;
        if (layouts is JsonObject sizes) ordered["layouts"] = OrderedLayouts(sizes);
        return YamlText.Write(ordered, IsInline);
    }

    /// <summary>Neptune's JSON of the dashboard in a file.</summary>
    /// <exception cref="FormatException">It is no such file.</exception>
    public static JsonObject Read(string yaml)
    {
        if (YamlText.Read(yaml) is not JsonObject file) throw new FormatException("It is not a dashboard.");
        if (file["neptunealt"] is not JsonValue format || format.GetValueKind() != JsonValueKind.String || (string)format! != Format)
            throw new FormatException($"It does not say that it is a dashboard: its first line is neptunealt: {Format}.");

        file.Remove("neptunealt");
        UnfoldLayouts(file);
        return file;
    }

    static void FoldLayouts(JsonObject file)
    {
        if (file["layouts"] is not JsonObject layouts || file["widgets"] is not JsonArray widgets) return;
        if (widgets.Any(widget => widget is not JsonObject json || json.ContainsKey("at"))) return;
        if (layouts["xl"] is not JsonArray widest || !widest.Select(IdOf).SequenceEqual(widgets.Select(IdOf))) return;

        var derived = DashboardLayouts.From(widest);
        foreach (var (widget, place) in widgets.Zip(widest)) widget!["at"] = Folded(place!.AsObject()); // both are objects
        foreach (var size in s_sizes)
            if (size == "xl" || JsonNode.DeepEquals(layouts[size], derived[size])) layouts.Remove(size);
        if (layouts.Count == 0) file.Remove("layouts");
    }

    static void UnfoldLayouts(JsonObject file)
    {
        if (file["widgets"] is not JsonArray widgets)
            throw new FormatException("It has no widgets; a dashboard without any has widgets: [].");
        if (widgets.Any(widget => widget is not JsonObject)) throw new FormatException("widgets is a list of objects.");
        if (file["layouts"] is JsonObject { } whole && whole.ContainsKey("xl")) return;

        var widest = new JsonArray([.. widgets.Select(widget => (JsonNode)Unfolded(widget!.AsObject()))]);
        var layouts = DashboardLayouts.From(widest);
        if (file["layouts"] is JsonObject given)
            foreach (var (size, places) in given.ToArray()) layouts[size] = places?.DeepClone();
        file["layouts"] = layouts;
    }

    /// <summary>Four numbers, if the place is nothing else.</summary>
    static JsonNode Folded(JsonObject place)
    {
        return place.Count == s_place.Length && s_place.All(place.ContainsKey)
            ? new JsonArray([.. s_place.Skip(1).Select(field => place[field]!.DeepClone())])
            : Ordered(Without(place, "id"), s_place);
    }

    static JsonObject Unfolded(JsonObject widget)
    {
        var id = widget["id"]?.DeepClone();
        var place = widget["at"] switch
        {
            JsonArray { Count: 4 } at when at.All(DashboardLayouts.IsWhole) => new JsonObject
            {
                ["id"] = id, ["x"] = at[0]!.DeepClone(), ["y"] = at[1]!.DeepClone(), ["w"] = at[2]!.DeepClone(), ["h"] = at[3]!.DeepClone(),
            },
            JsonObject at when ((string[])["x", "y", "w", "h"]).All(field => DashboardLayouts.IsWhole(at[field])) =>
                new JsonObject([new("id", id), .. at.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))]),
            _ => throw new FormatException(
                $"The widget {id?.ToJsonString() ?? ""} needs its place: at: [x, y, width, height], whole numbers, in cells of the grid."),
        };
        widget.Remove("at");
        return place;
    }

    /// <summary>Known fields first, then the others by name; within them all by name.</summary>
    static JsonObject Ordered(JsonObject json, string[] known)
    {
        var ordered = new JsonObject();
        var others = json.Select(field => field.Key).Except(known).Order(StringComparer.Ordinal);
        foreach (var name in known.Where(json.ContainsKey).Concat(others))
            ordered[name] = name == "at" ? json[name]?.DeepClone() : Sorted(json[name]); // a place has an order of its own
        return ordered;
    }

    static JsonObject OrderedLayouts(JsonObject layouts)
    {
        var ordered = Ordered(layouts, s_sizes);
        foreach (var size in s_sizes)
            if (layouts[size] is JsonArray places)
                ordered[size] = new JsonArray([.. places.Select(one => one is JsonObject place ? Ordered(place, s_place) : Sorted(one))]);
        return ordered;
    }

    static JsonNode? Sorted(JsonNode? json) => json switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => json?.DeepClone(),
    };

    /// <summary>Places and short lists of numbers are rows.</summary>
    static bool IsInline(JsonNode json) => json switch
    {
        JsonArray items => items.Count <= 4 && items.All(item => item is null or JsonValue && item?.GetValueKind() != JsonValueKind.String),
        JsonObject fields => fields.Count <= 7 && fields.ContainsKey("x") && fields.ContainsKey("w"),
        _ => false,
    };

    static JsonObject Without(JsonObject place, string field)
    {
        var changed = place.DeepClone().AsObject();
        changed.Remove(field);
        return changed;
    }

    static string? IdOf(JsonNode? one) => one is JsonObject json ? json["id"]?.ToJsonString() : null;
}
