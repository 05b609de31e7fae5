using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Dashboards;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>What holds between the parts of a report that has its <see cref="ReportShapes.Report"/> form.</summary>
static class ReportRules
{
    /// <returns>What is wrong; <c>null</c>: nothing.</returns>
    public static JsonFault? Fault(JsonElement report)
    {
        if (string.IsNullOrWhiteSpace(report.GetProperty("reportName").GetString()))
            return new JsonFault("has to have a letter: the report is called so", ".reportName");
        if (HasZero(report, "reportName")) return ZeroFault(".reportName");
        if (MetadataFault(report.GetProperty("metadata")) is { } fault) return fault.In(".metadata");

        var nodes = new HashSet<Guid>();
        var widgets = 0;
        foreach (var (node, at) in DashboardRules.Items(report, "nodes"))
        {
            var place = $".nodes[{at}]";
            var id = node.GetProperty("id").GetGuid();
            if (!nodes.Add(id)) return JsonFault.Impossible($"is '{id}', which another node has, too", place + ".id");
            if (GridOf(node) is not { } grid) continue;
            if (GridFault(grid) is { } wrong) return wrong.In(place + ".gridProperties");

            widgets += grid.GetProperty("widgets").GetArrayLength();
        }

        return widgets <= Limits.WidgetsMax ? null : JsonFault.TooMuch(string.Create(
            CultureInfo.InvariantCulture, $"have {widgets} widgets; {Limits.WidgetsMax} are the most of a report")).In(".nodes");
    }

    /// <param name="metadata">Has the form <see cref="ReportShapes.Metadata"/>.</param>
    public static JsonFault? MetadataFault(JsonElement metadata)
    {
        foreach (var field in (string[])["versionName", "versionDescription"])
            if (HasZero(metadata, field)) return ZeroFault($".{field}");

        return null;
    }

    /// <summary>The regular expressions of all widgets, each with its place.</summary>
    public static IEnumerable<(string Pattern, string Place)> Patterns(JsonElement report) =>
        from node in DashboardRules.Items(report, "nodes")
        let grid = GridOf(node.Item)
        where grid is not null
        from pattern in DashboardRules.Patterns(grid.Value)
        select (pattern.Pattern, $".nodes[{node.At}].gridProperties{pattern.Place}");

    /// <summary>The projects that the report says it draws from, and those that its run groups are of.</summary>
    public static IEnumerable<Guid> Projects(JsonElement report)
    {
        var metadata = report.GetProperty("metadata");
        if (metadata.TryGetProperty("externalProjectsDependencies", out var list) && list.ValueKind == JsonValueKind.Array)
            foreach (var id in list.EnumerateArray()) yield return id.GetGuid();

        foreach (var (node, _) in DashboardRules.Items(report, "nodes"))
        {
            if (GridOf(node) is not { } grid) continue;
            foreach (var (group, _) in DashboardRules.Items(grid, "runGroups"))
                if (group.TryGetProperty("projectId", out var id) && id.ValueKind == JsonValueKind.String) yield return id.GetGuid();
        }
    }

    /// <summary>How many widgets the report has.</summary>
    public static int Widgets(JsonElement report) => DashboardRules.Items(report, "nodes").Sum(
        node => GridOf(node.Item) is { } grid ? grid.GetProperty("widgets").GetArrayLength() : 0);

    static JsonFault? GridFault(JsonElement grid)
    {
        var fault = DashboardRules.WidgetsFault(grid, out var ids) ?? DashboardRules.PlacesFault(grid, "widgetLayouts", ids)
            ?? DashboardRules.ColorsFault(grid);
        if (fault is not null) return fault;

        var groups = new HashSet<Guid>();
        foreach (var (group, at) in DashboardRules.Items(grid, "runGroups"))
        {
            var place = $".runGroups[{at}]";
            var id = group.GetProperty("id").GetGuid();
            if (!groups.Add(id)) return JsonFault.Impossible($"is '{id}', which another run group has, too", place + ".id");
            if (DashboardRules.ColorsFault(group) is { } wrong) return wrong.In(place);
            if (group.TryGetProperty("firstMembersByQueryCount", out var count) && count.ValueKind == JsonValueKind.Number
                && count.GetInt32() is < 0 or > Limits.RunGroupMembersMax)
                return JsonFault.Impossible(
                    string.Create(CultureInfo.InvariantCulture, $"is 0 to {Limits.RunGroupMembersMax}"),
                    place + ".firstMembersByQueryCount");
        }

        return null;
    }

    static JsonElement? GridOf(JsonElement node) =>
        node.TryGetProperty("gridProperties", out var grid) && grid.ValueKind == JsonValueKind.Object ? grid : null;

    static bool HasZero(JsonElement value, string field) =>
        DashboardRules.TextOf(value, field)?.Contains('\0', StringComparison.Ordinal) == true;

    static JsonFault ZeroFault(string place) => new("cannot have zero characters", place);
}
