using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Dashboards.Defaults;

/// <summary>
/// The dashboard that nobody made: a pure function of what is logged. What people look at first comes first; families of
/// metrics that differ in their numbers are dynamic sections; the machine's own metrics come last.
/// </summary>
static partial class DefaultBoard
{
    const int WidgetsMax = 200;
    const int FamilyMembersMin = 4;
    const int KeyMetricsMax = 6;
    const int ChartsOfFolderMax = 12;
    const int SectionsMax = 60;
    const int ValuesMax = 8;
    const int ConfigsMax = 100;

    /// <summary>Has room for the five runs that a project shows at first.</summary>
    const int KeyMetricRows = 5;

    static readonly string[] s_keyNames =
        ["loss", "perplexity", "ppl", "accuracy", "acc", "reward", "score", "bleu", "f1", "auc", "mae", "mse", "rmse"];

    static readonly string[] s_systemFolders = ["system", "monitoring", "hardware", "gpu", "cpu", "memory", "runtime"];
    static readonly string[] s_configFolders = ["config", "configs", "params", "parameters", "hparams", "hyperparameters", "args"];

    public static (JsonArray Widgets, JsonObject Layouts) Of(IReadOnlyList<AttributeFamily> families)
    {
        var board = new BoardWriter();
        var (many, few) = Split(families);
        var metrics = few.Where(one => one.Type == AttributeType.FloatSeries).ToList();
        var system = metrics.Where(IsSystem).ToList();
        metrics = [.. metrics.Except(system)];

        AddKeyMetrics(board, metrics);
        AddPairs(board, metrics);
        AddFolders(board, metrics);
        AddFamilies(board, [.. many.Where(one => one.Type == AttributeType.FloatSeries && !IsSystem(one))], "chart");
        AddOfType(board, "Distributions", few, AttributeType.HistogramSeries, "histogram", 12, 8);
        AddFamilies(board, [.. many.Where(one => one.Type == AttributeType.HistogramSeries)], "histogram");
        AddOfType(board, "Media", few, AttributeType.FileRefSeries, "fileSeries", 12, 10);
        AddFamilies(board, [.. many.Where(one => one.Type == AttributeType.FileRefSeries)], "fileSeries");
        AddOfType(board, "Files", few, AttributeType.FileRef, "file", 8, 8);
        AddValues(board, few);
        AddLogs(board, families);
        AddConfigs(board, families);
        AddFolders(board, system, isCollapsed: true);
        AddFamilies(board, [.. many.Where(one => one.Type == AttributeType.FloatSeries && IsSystem(one))], "chart");
        return (board.Widgets(), board.Layouts());
    }

    /// <summary>Families of many members, and all other names one by one. Of a small family only its example is known, which stands
    /// for it by its pattern.</summary>
    static (IReadOnlyList<AttributeFamily> Many, IReadOnlyList<AttributeFamily> Few) Split(IReadOnlyList<AttributeFamily> families)
    {
        var parts = families.ToLookup(one => one.Members >= FamilyMembersMin);
        return ([.. parts[true]], [.. parts[false]]);
    }

    static void AddKeyMetrics(BoardWriter board, IReadOnlyList<AttributeFamily> metrics)
    {
        AttributeFamily[] found =
        [
            .. metrics.Where(one => one.Name.Count(character => character == '/') <= 1 && RankOf(one) >= 0)
                .OrderBy(RankOf).ThenBy(one => one.Name, NaturalOrder.Instance).Take(KeyMetricsMax),
        ];
        if (found.Length == 0) return;

        board.Section("Key metrics", false);
        foreach (var metric in found) board.Add(Widget("singleValue", metric, "value"), Math.Max(4, 24 / found.Length), KeyMetricRows);
        foreach (var metric in found) board.Add(Widget("chart", metric, "line"), found.Length == 1 ? 24 : 12, 8);
    }

    /// <summary>The same metric of training and of evaluation, in one chart.</summary>
    static void AddPairs(BoardWriter board, IReadOnlyList<AttributeFamily> metrics)
    {
        var pairs = metrics.Where(one => Phase.IsMatch(one.Name)).GroupBy(one => Phase.Replace(one.Name, ""))
            .Where(pair => pair.Count() > 1).OrderBy(pair => pair.Key, NaturalOrder.Instance).Take(ChartsOfFolderMax).ToArray();
        if (pairs.Length == 0) return;

        board.Section("Train and evaluation", false);
        foreach (var pair in pairs) board.Add(Widget("chart", pair.Key, [.. pair], "line"), 12, 8);
    }

    static void AddFolders(BoardWriter board, IReadOnlyList<AttributeFamily> metrics, bool isCollapsed = false)
    {
        foreach (var folder in metrics.GroupBy(one => FolderOf(one.Example)).OrderBy(folder => folder.Key, NaturalOrder.Instance)
            .Take(SectionsMax))
        {
            if (board.Count >= WidgetsMax) return;
            if (folder.Sum(one => one.Members) > ChartsOfFolderMax)
            {
                var prefix = folder.Key.Length == 0 ? "" : folder.Key + "/";
                board.DynamicSection(Short(NameOf(folder.Key)), $"^{Regex.Escape(prefix)}[^/]+$", "path", Template("chart"));
                continue;
            }

            board.Section(Short(NameOf(folder.Key)), isCollapsed);
            foreach (var metric in folder.OrderBy(one => one.Name, NaturalOrder.Instance))
                board.Add(Widget("chart", metric, "line"), 8, 7);
        }
    }

    static void AddFamilies(BoardWriter board, IReadOnlyList<AttributeFamily> families, string type)
    {
        foreach (var family in families.OrderBy(one => one.Name, NaturalOrder.Instance).Take(SectionsMax))
        {
            if (board.Count >= WidgetsMax) return;

            board.DynamicSection(Short(family.Pattern), PatternOf(family.Pattern), "captures", Template(type));
        }
    }

    static void AddOfType(
        BoardWriter board, string section, IReadOnlyList<AttributeFamily> few, AttributeType type, string widget, int width, int height)
    {
        var found = few.Where(one => one.Type == type).OrderBy(one => one.Name, NaturalOrder.Instance).Take(ChartsOfFolderMax).ToArray();
        if (found.Length == 0 || board.Count >= WidgetsMax) return;

        board.Section(section, false);
        foreach (var one in found) board.Add(Widget(widget, one, widget == "histogram" ? widget : "media"), width, height);
    }

    /// <summary>Results: numbers that are no series and no settings.</summary>
    static void AddValues(BoardWriter board, IReadOnlyList<AttributeFamily> few)
    {
        var found = few.Where(one => one.Type is AttributeType.Float or AttributeType.Int && one.Members == 1 && !IsConfig(one))
            .OrderBy(one => one.Name, NaturalOrder.Instance).Take(ValuesMax).ToArray();
        if (found.Length == 0) return;

        board.Section("Values", false);
        foreach (var one in found) board.Add(Widget("singleValue", one, "value"), 6, 4);
    }

    static void AddLogs(BoardWriter board, IReadOnlyList<AttributeFamily> families)
    {
        AttributeFamily[] found =
        [
            .. families.Where(one => one.Type == AttributeType.StringSeries).OrderBy(one => one.Name, NaturalOrder.Instance)
                .Take(ValuesMax),
        ];
        if (found.Length == 0) return;

        board.Section("Logs", false);
        foreach (var one in found) board.Add(Widget("valueList", one, "logs"), found.Length == 1 ? 24 : 12, 12);
    }

    static void AddConfigs(BoardWriter board, IReadOnlyList<AttributeFamily> families)
    {
        AttributeFamily[] found =
        [
            .. families.Where(one => one.Type is AttributeType.Float or AttributeType.Int or AttributeType.Bool or AttributeType.String
                    or AttributeType.Datetime or AttributeType.StringSet)
                .OrderByDescending(IsConfig).ThenBy(one => one.Name, NaturalOrder.Instance).Take(ConfigsMax),
        ];
        if (found.Length == 0) return;

        board.Section("Configuration", false);
        board.Add(Widget("table", "Configuration", found, "attributes"), 24, 12);
    }

    static JsonObject Widget(string type, AttributeFamily family, string kind) => Widget(type, family.Name, [family], kind);

    static JsonObject Widget(string type, string name, IReadOnlyList<AttributeFamily> families, string kind)
    {
        var widget = new JsonObject { ["type"] = type, ["name"] = Short(name), ["options"] = new JsonObject { ["kind"] = kind } };
        var pattern = string.Join('|', families.Where(one => one.Members > 1).Select(one => PatternOf(one.Pattern)));
        if (families.All(one => one.Members > 1) && pattern.Length <= Limits.WidgetPatternCharactersMax)
            widget["attributeNameMustMatchRegexes"] = new JsonArray(pattern);
        else
            widget["attributes"] = new JsonArray([.. families.Select(one => (JsonNode)Attribute(one.Example, one.Type))]);
        return widget;
    }

    static JsonObject Template(string type) => new()
    {
        ["type"] = type, ["kind"] = type switch { "chart" => "line", "fileSeries" => "media", _ => type },
    };

    static JsonObject Attribute(string name, AttributeType type) => new() { ["name"] = name, ["type"] = WidgetName(type) };

    /// <summary>Widgets have older names of two types.</summary>
    static string WidgetName(AttributeType type) => type switch
    {
        AttributeType.FileRef => "file",
        AttributeType.FileRefSeries => "fileSeries",
        _ => type.Name(),
    };

    /// <summary>Matches the members of a family, its numbers as groups.</summary>
    static string PatternOf(string family) => $"^{string.Join("([0-9]+)", family.Split('#').Select(Regex.Escape))}$";

    static int RankOf(AttributeFamily metric) =>
        Array.IndexOf(s_keyNames, metric.Name[(metric.Name.LastIndexOf('/') + 1)..].ToLowerInvariant());

    static bool IsSystem(AttributeFamily one) => s_systemFolders.Contains(FirstOf(one.Name), StringComparer.OrdinalIgnoreCase);

    static bool IsConfig(AttributeFamily one) => s_configFolders.Contains(FirstOf(one.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>As long as a name of a widget may be; the end of a path tells more than its beginning.</summary>
    static string Short(string name) => name.Length <= Limits.DocumentNameCharactersMax
        ? name
        : $"…{name.AsSpan(name.Length - Limits.DocumentNameCharactersMax + 1)}";

    static string FirstOf(string path) => path.Split('/', 2)[0];

    static string FolderOf(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "";

    static string NameOf(string folder) => folder.Length == 0 ? "Metrics" : folder;

    [GeneratedRegex("^(train|training|val|valid|validation|eval|evaluation|test|dev)/", RegexOptions.IgnoreCase)]
    static partial Regex Phase { get; }
}
