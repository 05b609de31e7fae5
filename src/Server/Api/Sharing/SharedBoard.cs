using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using static NeptuneAlt.Server.Api.Sharing.JsonMembers;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>A section of a board: the runs that it brings, and what its widgets read of them.</summary>
/// <param name="Id">Of a report's section; empty: the whole dashboard.</param>
/// <param name="Project">Where the runs are; <c>null</c>: in the board's project.</param>
/// <param name="Runs"><c>null</c>: none.</param>
sealed record SharedSection(string Id, Guid? Project, LinkRuns? Runs, WidgetNeeds Needs)
{
    /// <summary>The moment that its series are shown at; <c>null</c>: now.</summary>
    public StoreMoment? Moment { get; init; }

    /// <summary>What the report calls its runs, and in which colors it shows them.</summary>
    public SharedLooks Looks { get; init; } = SharedLooks.None;
}

/// <summary>A published version of a board as who has a link is shown it.</summary>
/// <param name="Document">In the form of the web app, without names of people, queries and ids of runs.</param>
sealed record SharedBoard(string Name, JsonObject Document, IReadOnlyList<SharedSection> Sections)
{
    const string NoMoment = "The moment that these runs are shown at is not one of this server. Freeze them again.";

    static readonly string[] GridFields = ["widgetLayouts", "layoutSettings", "isSectionCollapsed"];

    public static SharedBoard Read(PublicLink link, DashboardVersion version, DashboardTexts texts)
    {
        using var settings = JsonDocument.Parse(texts.Settings);
        using var content = JsonDocument.Parse(texts.Content);
        return link.Kind == DashboardKind.Report
            ? OfReport(link, version.Name, settings.RootElement, content.RootElement)
            : OfDashboard(link, version.Name, settings.RootElement, content.RootElement);
    }

    /// <summary>Says what charts read by settings that are not the board's own: the metric along x.</summary>
    public void AddSettings(JsonElement settings)
    {
        foreach (var section in Sections) section.Needs.AddSettings(settings);
    }

    static SharedBoard OfDashboard(PublicLink link, string name, JsonElement settings, JsonElement content)
    {
        var needs = new WidgetNeeds();
        var extra = Member(settings, "extra");
        needs.AddSettings(Member(extra, "settings"));
        var document = SharedWidgets.Only(settings, "type", "config", "layoutSettings");
        document["name"] = name;
        document["extra"] = SharedWidgets.Only(extra, "settings");
        document["widgets"] = Widgets(Items(content, "widgets"), link.Widget, VariablesOf(extra), needs);
        if (content.TryGetProperty("layouts", out var layouts)) document["layouts"] = JsonNode.Parse(layouts.GetRawText());
        return new SharedBoard(name, document, [new SharedSection("", null, LinkRuns.Parse(link.Runs), needs)]);
    }

    static SharedBoard OfReport(PublicLink link, string name, JsonElement settings, JsonElement content)
    {
        var extra = Member(settings, "extra");
        var variables = VariablesOf(extra);
        var sections = new List<SharedSection>();
        var nodes = new JsonArray();
        foreach (var node in Items(content, "nodes"))
        {
            var grid = Member(node, "gridProperties");
            if (link.Widget is { } only && Items(grid, "widgets").All(widget => SharedWidgets.TextOf(widget, "id") != only)) continue;

            var (kept, read) = Node(link, node, grid, variables);
            var section = read with { Looks = SharedLooks.Read(settings, grid) };
            section.Needs.AddSettings(Member(extra, "settings"));
            nodes.Add(kept);
            sections.Add(section);
        }

        return new SharedBoard(
            name,
            new JsonObject
            {
                ["reportName"] = name, ["globalConfig"] = SharedWidgets.Only(Member(settings, "globalConfig"), "chartsConfig"),
                ["extra"] = SharedWidgets.Only(extra, "settings"), ["nodes"] = nodes,
            },
            sections);
    }

    static (JsonObject Node, SharedSection Section) Node(
        PublicLink link, JsonElement node, JsonElement grid, IReadOnlySet<string> variables)
    {
        var needs = new WidgetNeeds();
        var kept = SharedWidgets.Only(node, "id", "type", "name");
        var gridKept = SharedWidgets.Only(grid, GridFields);
        var (moment, isWrong) = MomentOf(grid);
        gridKept["widgets"] = Widgets(Items(grid, "widgets"), link.Widget, variables, needs, isWrong ? NoMoment : null);
        gridKept["runGroups"] = new JsonArray();
        if (Member(Member(grid, "extra"), "head") is { ValueKind: JsonValueKind.Object } head)
        {
            var reason = link.Widget is null ? SharedWidgets.ReasonOf(head, variables) : null;
            gridKept["extra"] = new JsonObject { ["head"] = Head(head, reason, link.Widget is not null, needs) };
        }

        if (grid.ValueKind == JsonValueKind.Object) kept["gridProperties"] = gridKept;
        var (project, runs) = isWrong ? default : RunsOf(grid);
        return (kept, new SharedSection(SharedWidgets.TextOf(node, "id") ?? "", project, runs, needs) { Moment = moment });
    }

    static JsonArray Widgets(
        IEnumerable<JsonElement> widgets, string? only, IReadOnlySet<string> variables, WidgetNeeds needs, string? why = null)
    {
        var kept = new JsonArray();
        foreach (var widget in widgets)
        {
            var reason = why ?? SharedWidgets.ReasonOf(widget, variables);
            if (SharedWidgets.IsSection(widget))
            {
                kept.Add((JsonNode)Head(widget, reason, only is not null, needs));
                continue;
            }

            if (only is not null && SharedWidgets.TextOf(widget, "id") != only) continue;
            if (reason is null) AddNeeds(widget, needs);
            kept.Add((JsonNode)SharedWidgets.Of(widget, reason));
        }

        return kept;
    }

    /// <summary>The head of a section. It makes its own widgets only where the whole board is shown.</summary>
    static JsonObject Head(JsonElement head, string? reason, bool isPlain, WidgetNeeds needs)
    {
        if (reason is not null) return SharedWidgets.Of(head, reason);

        var options = Member(head, "options");
        needs.AddSettings(Member(options, "settings"));
        if (!isPlain)
        {
            if (SharedWidgets.TextOf(head, "type") == "dynamicSection") needs.Add(head);
            var kept = SharedWidgets.Of(head, null);
            if (kept["options"] is JsonObject said) said.Remove("repeat");
            return kept;
        }

        return new JsonObject
        {
            ["id"] = SharedWidgets.TextOf(head, "id"), ["type"] = "section", ["name"] = SharedWidgets.TextOf(head, "name"),
            ["options"] = SharedWidgets.Only(options, "settings"),
        };
    }

    static void AddNeeds(JsonElement widget, WidgetNeeds needs)
    {
        needs.Add(widget);
        needs.AddSettings(Member(Member(widget, "options"), "settings"));
    }

    /// <summary>The moment that the runs of a section are frozen at.</summary>
    /// <returns>Whether there is one that cannot be read: then nothing may be shown, as it would be as of now.</returns>
    static (StoreMoment? Moment, bool IsWrong) MomentOf(JsonElement grid)
    {
        JsonElement[] groups = [.. Items(grid, "runGroups")];
        JsonElement[] frozen =
        [
            .. groups.Select(group => Member(Member(group, "extra"), "frozen"))
                .Where(said => said.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)),
        ];
        if (frozen.Length == 0) return (null, false);

        string?[] texts = [.. frozen.Select(said => SharedWidgets.TextOf(said, "moment")).Distinct()];
        if (frozen.Length != groups.Length || texts is not [{ } text]) return (null, true);
        try
        {
            return (StoreMoment.Parse(text), false);
        }
        catch (BadQueryException)
        {
            return (null, true);
        }
    }

    /// <summary>The runs of the first group, and of those that are of the same project.</summary>
    static (Guid? Project, LinkRuns? Runs) RunsOf(JsonElement grid)
    {
        JsonElement[] groups = [.. Items(grid, "runGroups")];
        if (groups is not [var first, ..]) return (null, null);

        var project = SharedWidgets.TextOf(first, "projectId");
        string[] names =
        [
            .. groups.Where(group => SharedWidgets.TextOf(group, "projectId") == project)
                .SelectMany(group => Texts(group, "runMemberKeys").Concat(Texts(group, "experimentMemberKeys"))).Distinct()
                .Take(LinkRuns.RunsMax),
        ];
        var count = first.TryGetProperty("firstMembersByQueryCount", out var said) && said.TryGetInt32(out var number) ? number : 0;
        var view = Member(first, "viewParams");
        var isExperiments = !view.TryGetBoolean("experimentsOnly", out var only) || only;
        var runs = names.Length == 0 && count > 0
            ? new LinkRuns(null, SharedWidgets.TextOf(view, "query"), Math.Min(count, LinkRuns.RunsMax), isExperiments)
            : new LinkRuns(names) { NamesExperiments = true };
        return (Guid.TryParse(project, out var id) ? id : null, runs);
    }

    static HashSet<string> VariablesOf(JsonElement extra) =>
        [.. Items(extra, "variables").Select(one => SharedWidgets.TextOf(one, "name")).OfType<string>()];

    static IEnumerable<string> Texts(JsonElement json, string name) =>
        Items(json, name).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!);
}

/// <summary>Reads members of JSON whose kind is not known.</summary>
static class JsonMembers
{
    /// <returns>Undefined where there is none.</returns>
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <returns>Whether there is one, and it is true or false.</returns>
    public static bool TryGetBoolean(this JsonElement json, string name, out bool value)
    {
        value = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.True;
        return value || (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var other)
            && other.ValueKind == JsonValueKind.False);
    }
}
