using System.Text.Json;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>The names and colors that a report gives to the runs of a section.</summary>
/// <param name="Runs">Names by project and id of a run.</param>
/// <param name="Experiments">Names by project and name of an experiment.</param>
/// <param name="Colors">By what a run is called elsewhere.</param>
sealed record SharedLooks(
    IReadOnlyDictionary<(Guid Project, string Id), string> Runs, IReadOnlyDictionary<(Guid Project, string Id), string> Experiments,
    IReadOnlyDictionary<string, string> Colors)
{
    public static readonly SharedLooks None = new(
        new Dictionary<(Guid, string), string>(), new Dictionary<(Guid, string), string>(), new Dictionary<string, string>());

    /// <param name="report">With the names.</param>
    /// <param name="grid">Of the section, with the colors.</param>
    public static SharedLooks Read(JsonElement report, JsonElement grid)
    {
        var colors = new Dictionary<string, string>();
        foreach (var color in JsonMembers.Items(JsonMembers.Member(grid, "colorsConfig"), "colors"))
            if (SharedWidgets.TextOf(color, "owner") is { } owner && SharedWidgets.TextOf(color, "color") is { } value && IsHex(value))
                colors[owner] = value.ToLowerInvariant();
        return new SharedLooks(NamesIn(report, "runAliases"), NamesIn(report, "experimentAliases"), colors);
    }

    /// <summary>The run as the section shows it.</summary>
    public SharedRun Of(SharedRun run, Guid project, bool isExperiment)
    {
        var name = (isExperiment ? Experiments : Runs).GetValueOrDefault((project, run.Label));
        return run with { Label = name ?? run.Label, Color = Colors.GetValueOrDefault(run.Label) ?? run.Color };
    }

    static Dictionary<(Guid, string), string> NamesIn(JsonElement report, string field)
    {
        var names = new Dictionary<(Guid, string), string>();
        foreach (var group in JsonMembers.Items(report, field))
        {
            if (!Guid.TryParse(SharedWidgets.TextOf(group, "projectId"), out var project)) continue;
            foreach (var alias in JsonMembers.Items(group, "aliases"))
                if (SharedWidgets.TextOf(alias, "originalId") is { } id && SharedWidgets.TextOf(alias, "nameAlias") is { } name
                    && !string.IsNullOrWhiteSpace(name))
                    names.TryAdd((project, id), name);
        }

        return names;
    }

    static bool IsHex(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).ContainsAnyExcept(s_hex) is false;

    static readonly System.Buffers.SearchValues<char> s_hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
