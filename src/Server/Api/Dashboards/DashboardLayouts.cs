using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>The places of widgets on narrower screens, as they follow from those on the widest one.</summary>
static class DashboardLayouts
{
    /// <summary>All layouts, as the web app makes them: half as wide for <c>md</c>, one column for <c>sm</c> and <c>xs</c>.</summary>
    /// <param name="widest">Places in reading order; it is copied.</param>
    /// <exception cref="FormatException">A place has no whole numbers.</exception>
    public static JsonObject From(JsonArray widest)
    {
        var column = new JsonArray();
        var half = new JsonArray();
        var y = 0L;
        foreach (var place in widest.Select(one => one!.AsObject()))
        {
            half.Add(With(place, ("x", Whole(place, "x") / 2), ("w", Math.Max(1, Whole(place, "w") / 2))));
            column.Add(With(place, ("x", 0), ("y", y), ("w", 1)));
            y += Whole(place, "h");
        }

        return new JsonObject
        {
            ["xl"] = widest.DeepClone(), ["lg"] = widest.DeepClone(), ["md"] = half, ["sm"] = column, ["xs"] = column.DeepClone(),
        };
    }

    public static bool IsWhole(JsonNode? json) =>
        json is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(
            value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    static JsonObject With(JsonObject place, params (string Field, long Value)[] changes)
    {
        var changed = place.DeepClone().AsObject();
        foreach (var (field, value) in changes) changed[field] = value;
        return changed;
    }

    static long Whole(JsonObject place, string field) => IsWhole(place[field])
        ? long.Parse(place[field]!.ToJsonString(), CultureInfo.InvariantCulture)
        : throw new FormatException($"{field} of a place is a whole number.");
}
