using System.Text.Json;
using System.Text.RegularExpressions;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Names of attributes that widgets match.</summary>
/// <param name="Names"><c>null</c>: all that the runs have.</param>
/// <param name="Types"><c>null</c>: of any type.</param>
sealed record NeededNames(NameFilter? Names, IReadOnlyCollection<AttributeType>? Types);

/// <summary>What of runs the widgets of a board read: names, formulas as they are written, and names that patterns match.</summary>
sealed partial class WidgetNeeds
{
    readonly HashSet<string> _names = [];
    readonly HashSet<string> _formulas = [];
    readonly List<NeededNames> _matched = [];

    public IReadOnlySet<string> Names => _names;
    public IReadOnlySet<string> Formulas => _formulas;
    public IReadOnlyList<NeededNames> Matched => _matched;

    /// <summary>Adds what a widget, or the head of a section that makes its widgets, reads.</summary>
    public void Add(JsonElement widget)
    {
        var kind = SharedWidgets.KindOf(widget);
        AddAttributes(widget);
        if (widget.TryGetProperty("freeText", out var text) && text.ValueKind == JsonValueKind.String) AddLive(text.GetString()!);
        var filter = "";
        if (widget.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object)
        {
            AddOptions(options);
            if (options.TryGetProperty("filter", out var said) && said.ValueKind == JsonValueKind.String) filter = said.GetString()!;
        }

        var (must, mustNot) = (Texts(widget, "attributeNameMustMatchRegexes"), Texts(widget, "attributeNameMustNotMatchRegexes"));
        if (kind is "attributes" or "media") AddFilter(filter, must, HasAttributes(widget), TypesOf(kind));
        else if (must.Length > 0) _matched.Add(new NeededNames(new NameFilter([new(must, mustNot)]), TypesOf(kind)));
    }

    /// <summary>Adds what settings of charts read: the metric along x.</summary>
    public void AddSettings(JsonElement settings)
    {
        if (settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("xMetric", out var x)) AddText(x);
    }

    /// <summary>Comparisons of attributes, and of files, show those whose names their filter matches; without one, all.</summary>
    void AddFilter(string filter, string[] must, bool namesSome, IReadOnlyCollection<AttributeType>? types)
    {
        var alternatives = filter.Length > 0 ? ExtendedNames.Read(filter) : [.. must.SelectMany(ExtendedNames.Read)];
        if (alternatives.Length > 0) _matched.Add(new NeededNames(new NameFilter(alternatives), types));
        else if (!namesSome || filter.Length > 0) _matched.Add(new NeededNames(null, types));
    }

    void AddOptions(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray()) AddOptions(item);
        if (json.ValueKind != JsonValueKind.Object) return;

        AddField(json);
        AddBand(json);
        foreach (var field in json.EnumerateObject())
        {
            switch (field.Name)
            {
                case "formula" or "value" or "level" or "by" or "low" or "high" or "xMetric" or "x"
                    when field.Value.ValueKind == JsonValueKind.String:
                    AddText(field.Value);
                    break;
                case "series" when field.Value.ValueKind == JsonValueKind.String:
                    _names.Add(field.Value.GetString()!);
                    break;
                case "match" when field.Value.ValueKind == JsonValueKind.String:
                    if (ExtendedNames.Read(field.Value.GetString()!) is { Length: > 0 } some)
                        _matched.Add(new NeededNames(new NameFilter(some), [AttributeType.FloatSeries]));
                    break;
                default:
                    AddOptions(field.Value);
                    break;
            }
        }
    }

    /// <summary>A column, an axis or a value: an attribute, or a formula in its place.</summary>
    void AddField(JsonElement json)
    {
        if (!json.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.String) return;

        if (json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "formula")
            AddText(path);
        else _names.Add(path.GetString()!);
    }

    /// <summary>The edges of a band around a line are formulas that no text of the board has.</summary>
    void AddBand(JsonElement line)
    {
        if (!line.TryGetProperty("formula", out var formula) || formula.ValueKind != JsonValueKind.String
            || !line.TryGetProperty("band", out var band) || band.ValueKind != JsonValueKind.Object
            || !band.TryGetProperty("by", out var by) || by.ValueKind != JsonValueKind.String) return;

        foreach (var sign in (string[])["-", "+"])
            _formulas.Add(CombinedFormula.Of(formula.GetString()!, sign, by.GetString()!).Trim());
    }

    void AddAttributes(JsonElement widget)
    {
        if (!HasAttributes(widget)) return;

        foreach (var attribute in widget.GetProperty("attributes").EnumerateArray())
            if (attribute.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String) _names.Add(name.GetString()!);
    }

    static bool HasAttributes(JsonElement widget) =>
        widget.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Array
        && attributes.GetArrayLength() > 0;

    /// <summary>Values within a text: <c>{{ formula | .3f | min }}</c>.</summary>
    void AddLive(string text)
    {
        foreach (Match braces in Braces().Matches(text))
        {
            var formula = braces.Groups[1].Value.Trim();
            for (var option = Option().Match(formula); option.Success; option = Option().Match(formula)) formula = formula[..option.Index];
            AddFormula(formula);
        }
    }

    void AddText(JsonElement text)
    {
        if (text.ValueKind == JsonValueKind.String) AddText(text.GetString()!);
    }

    /// <summary>A formula, or the bare name of a metric.</summary>
    void AddText(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;

        if (!AddFormula(text)) _names.Add(text.Trim());
    }

    /// <returns>Whether it names attributes as formulas do.</returns>
    bool AddFormula(string text)
    {
        _formulas.Add(text.Trim());
        if (!text.Contains("${", StringComparison.Ordinal) && !text.Contains("$~{", StringComparison.Ordinal)) return false;

        try
        {
            foreach (var node in FormulaParser.Parse(text).Nodes)
                if (node is FormulaSyntax.Reference reference) _names.Add(reference.Path);
        }
        catch (FormulaException)
        {
            // It is wrong, so nothing can be read by it.
        }

        return true;
    }

    static string[] Texts(JsonElement widget, string field) =>
        widget.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)
                    .Where(one => one.Length > 0),
            ]
            : [];

    static IReadOnlyCollection<AttributeType>? TypesOf(string? kind) => kind switch
    {
        "line" => [AttributeType.FloatSeries],
        "histogram" => [AttributeType.HistogramSeries],
        "logs" => [AttributeType.StringSeries],
        "media" => [AttributeType.FileRef, AttributeType.FileRefSeries],
        _ => null,
    };

    [GeneratedRegex(@"\{\{((?:[^{}]|\{[^{}]*\})+)\}\}", RegexOptions.None, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\s*\|\s*(\.\d{1,2}[fe]|si|%|duration|bytes|first|min|max|mean)\s*$", RegexOptions.None, 1000)]
    private static partial Regex Option();
}
