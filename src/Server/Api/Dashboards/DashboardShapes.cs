using NeptuneAlt.Model;
using static NeptuneAlt.Server.Api.Dashboards.JsonShape;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Neptune's forms of a dashboard: the fields that this server looks at.</summary>
static class DashboardShapes
{
    public const int NameMax = Limits.DocumentNameCharactersMax;
    public const int DescriptionMax = 10_000;

    public static readonly string[] Types = ["compare", "experiment", "report"];

    static readonly Text Line = new();
    static readonly ListOf Lines = new(Line);
    static readonly Fields Range = new(("from", Number), ("to", Number));

    static readonly Word AttributeTypes = new(
        "complex", "experimentState", "float", "int", "bool", "string", "datetime", "floatSeries", "stringSeries", "stringSet",
        "gitRef", "fileRef", "fileRefSeries", "histogramSeries");

    static readonly Word WidgetAttributeTypes = new(
        "experimentState", "float", "int", "bool", "string", "file", "datetime", "floatSeries", "stringSeries", "imageSeries",
        "stringSet", "fileSet", "gitRef", "notebookRef", "histogramSeries", "fileSeries", "notSupported");

    static readonly Word WidgetTypes = new(
        "chart", "valueList", "file", "fileSet", "image", "imageComparison", "interactiveTable", "gallery", "notebook",
        "scatterPlot", "singleValue", "table", "textNode", "section", "dynamicSection", "histogram", "fileSeries",
        "userDefinedFunction");

    public static readonly Fields Config = new(
        ("locked", Flag), ("smoothing", Whole),
        ("smoothingAlgorithm", new Word("emaCausal", "gaussianCentered", "smaCausal", "smaCentered")),
        ("smoothingWindowMode", new Word("causal", "centered", "ema", "gaussian")), ("xaxisMode", Line),
        ("xaxisMetric", new Fields(("name*", Line), ("type*", AttributeTypes))), ("xaxisRange", Range), ("xaxisScale", Line),
        ("yaxisScale", Line), ("metricsStepsRange", Range), ("showMetricBy", new Word("lineStyle", "color")),
        ("outliersDisplayMode", new Word("none", "outline")), ("showPreviews", Flag),
        ("secondaryStyling", new Fields(("enabled", Flag), ("rules", Lines), ("sampleMetrics", Lines))));

    static readonly ListOf Patterns = new(new Text(Limits.WidgetPatternCharactersMax), Limits.WidgetPatternsMax);

    public static readonly Fields Widget = new(
        ("id*", new Text(NameMax)), ("type*", WidgetTypes), ("name", new Text(NameMax)),
        ("attributes", new ListOf(new Fields(("name*", Line), ("type*", WidgetAttributeTypes), ("subproperty", Line)))),
        ("attributeNameMustMatchRegexes", Patterns), ("attributeNameMustNotMatchRegexes", Patterns), ("namespaces", Lines),
        ("experimentShortIds", Lines), ("freeText", new Text(Limits.WidgetTextCharactersMax)), ("options", JsonShape.Object));

    public static readonly ListOf Places = new(
        new Fields(("id*", Line), ("x*", Whole), ("y*", Whole), ("w*", Whole), ("h*", Whole), ("isStatic", Flag)),
        Limits.WidgetsMax);

    public static readonly Fields ViewParams = new(
        ("columnList*", JsonShape.Object), ("sortOptions*", JsonShape.Object), ("groupOptions", JsonShape.Object),
        ("query", Line), ("nameSearchMode", new Word("substring", "regexp")), ("nameSearchQuery", Line),
        ("experimentsOnly", Flag), ("runsLineage", Flag));

    public static readonly Fields LayoutSettings = new(
        ("mode", new Word("GRID", "CUSTOM")),
        ("config*", new Fields(("gridMode*", new Fields(("columnsCount*", Line))))));

    public static readonly Fields Colors = new(("colors", new ListOf(new Fields(("owner*", Line), ("color*", Line)))));

    /// <summary>What a dashboard shows.</summary>
    public static readonly Fields Document = new(
        ("name*", new Text(NameMax)), ("type*", new Word(Types)), ("widgets*", new ListOf(Widget, Limits.WidgetsMax)),
        ("layouts*", new Fields(("xl*", Places), ("lg*", Places), ("md*", Places), ("sm*", Places), ("xs*", Places))),
        ("config", Config),
        ("layoutSettings", LayoutSettings), ("viewParams", ViewParams), ("colorsConfig", Colors),
        ("autoComparePool", Whole), ("runIds", Lines), ("userExperimentNames", Lines), ("icon", Line), ("color", Line),
        ("extra", JsonShape.Object));

    public static readonly Fields Version = new(
        ("draft", Flag), ("versionName", new Text(NameMax)), ("versionDescription", new Text(DescriptionMax)));

    public static readonly Fields NewDashboard = Document.And(
        ("isDraft", Flag), ("versionName", new Text(NameMax)), ("versionDescription", new Text(DescriptionMax)),
        ("experimentShortId", new Text(NameMax)));

    public static readonly Fields NewVersion = Document.And(
        ("draft", Flag), ("versionName", new Text(NameMax)), ("versionDescription", new Text(DescriptionMax)),
        ("versionBranch*", JsonShape.Id));
}
