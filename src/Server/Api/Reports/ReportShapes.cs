using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Dashboards;
using static NeptuneAlt.Server.Api.Dashboards.JsonShape;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Neptune's forms of a report: the fields that this server looks at.</summary>
static class ReportShapes
{
    static readonly Text Name = new(DashboardShapes.NameMax);
    static readonly Text Description = new(DashboardShapes.DescriptionMax);
    static readonly Text Line = new();
    static readonly ListOf Members = new(Line, Limits.RunGroupMembersMax);
    static readonly ListOf Ids = new(JsonShape.Id);

    static readonly Fields RunGroup = new(
        ("id*", JsonShape.Id), ("name", Name), ("color", Line), ("projectId", JsonShape.Id), ("runMemberKeys", Members),
        ("experimentMemberKeys", Members), ("firstMembersByQueryCount", Whole), ("showOnlySelectedRuns*", Flag),
        ("showSelectedHiddenByFilter", Flag), ("viewParams*", DashboardShapes.ViewParams));

    static readonly Fields Grid = new(
        ("runGroups*", new ListOf(RunGroup, Limits.RunGroupsMax)), ("selectedRunGroups*", Ids), ("openRunGroups*", Ids),
        ("widgets*", new ListOf(DashboardShapes.Widget, Limits.WidgetsMax)), ("widgetLayouts*", DashboardShapes.Places),
        ("layoutSettings*", DashboardShapes.LayoutSettings), ("chartsConfig*", DashboardShapes.Config),
        ("colorsConfig*", DashboardShapes.Colors), ("presetColors", new ListOf(Line)), ("inheritRunColorFromGroup*", Flag),
        ("runsLineage*", Flag), ("isRunTableCollapsed*", Flag), ("isSectionCollapsed*", Flag));

    static readonly Fields Node = new(
        ("id*", JsonShape.Id), ("type*", new Word("grid")), ("name", Name), ("gridProperties", Grid));

    static readonly ListOf Aliases = new(new Fields(
        ("projectId*", JsonShape.Id), ("aliases*", new ListOf(new Fields(("originalId*", Line), ("nameAlias*", Line))))));

    /// <summary>What is told of a version. Ids and times are the server's: what is sent of them is not looked at.</summary>
    public static readonly Fields Metadata = new(
        ("draft*", Flag), ("versionAuthor", Line), ("versionName", Name), ("versionDescription", Description),
        ("externalProjectsDependencies", new ListOf(JsonShape.Id, Limits.ReportProjectsMax)));

    public static readonly Fields Report = new(
        ("reportName*", Name), ("metadata*", Metadata),
        ("globalConfig*", new Fields(
            ("chartsConfig*", DashboardShapes.Config), ("inheritRunColorFromGroup*", Flag), ("runsLineage*", Flag),
            ("secondaryStyling", JsonShape.Object))),
        ("nodes*", new ListOf(Node, Limits.ReportNodesMax)), ("runAliases", Aliases), ("experimentAliases", Aliases),
        ("extra", JsonShape.Object));
}
