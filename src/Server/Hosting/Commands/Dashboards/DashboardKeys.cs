using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>What dashboards are called as files: the key that they carry, else one made of their name.</summary>
static partial class DashboardKeys
{
    public static bool IsKey(string text) => Key.IsMatch(text);

    /// <summary>The dashboards by key. The same dashboards have the same keys, in whatever order they come.</summary>
    public static SortedDictionary<string, JsonObject> Of(IEnumerable<JsonObject> dashboards)
    {
        var all = dashboards.OrderBy(one => (string?)one["versionBranch"], StringComparer.Ordinal).ToList();
        var keys = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var one in all)
            if (CarriedBy(one) is { } key) keys.TryAdd(key, one);

        foreach (var one in all.Except(keys.Values))
        {
            var made = MadeOf((string?)one["name"] ?? "");
            var branch = ((string?)one["versionBranch"])?.Replace("-", "", StringComparison.Ordinal);
            if (!keys.TryAdd(made, one)) keys[$"{made}-{branch}"] = one;
        }

        return keys;
    }

    static string? CarriedBy(JsonObject dashboard) =>
        dashboard["extra"] is JsonObject extra && extra["key"] is JsonValue value && value.GetValueKind() == JsonValueKind.String
        && (string?)value is { } key && IsKey(key)
            ? key
            : null;

    static string MadeOf(string name)
    {
        var made = Others.Replace(name.ToLowerInvariant(), "-").Trim('-', '.', '_');
        return made.Length == 0 ? "dashboard" : made[..Math.Min(made.Length, 60)];
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    static partial Regex Key { get; }

    [GeneratedRegex("[^a-z0-9._-]+")]
    static partial Regex Others { get; }
}
