using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NeptuneAlt.Server.Api.Dashboards.Defaults;

/// <summary>Lays widgets out from left to right and top to bottom, section below section, and writes them in Neptune's form.
/// </summary>
sealed class BoardWriter
{
    const int Columns = 24;

    readonly JsonArray _widgets = [];
    readonly HashSet<string> _ids = [];
    readonly List<JsonNode> _places = [];
    string _section = "";
    int _x;
    int _y;
    int _rowHeight;

    public int Count => _widgets.Count;

    /// <summary>Begins a section: a band over the whole width, with what follows below it.</summary>
    public void Section(string name, bool isCollapsed) => Section("section", name, isCollapsed, []);

    /// <summary>A section that makes its widgets from the names that match the pattern.</summary>
    /// <param name="by"><c>path</c>: one widget a name; <c>captures</c>: one for what the groups of the pattern capture.</param>
    public void DynamicSection(string name, string pattern, string by, JsonObject template) => Section(
        "dynamicSection", name, true,
        new JsonObject
        {
            ["attributeNameMustMatchRegexes"] = new JsonArray(pattern),
            ["options"] = new JsonObject { ["by"] = by, ["sort"] = "natural", ["template"] = template },
        });

    /// <summary>Puts a widget where there is room.</summary>
    /// <param name="fields">All of the widget but its id.</param>
    /// <param name="width">In columns, of 24.</param>
    public void Add(JsonObject fields, int width, int height)
    {
        if (_x + width > Columns) NewRow();
        Place(fields, width, height);
        _x += width;
    }

    public JsonObject Layouts() => DashboardLayouts.From(new JsonArray([.. _places]));

    public JsonArray Widgets() => _widgets;

    void Section(string type, string name, bool isCollapsed, JsonObject fields)
    {
        NewRow();
        _section = name;
        fields["type"] = type;
        fields["name"] = name;
        fields["options"] ??= new JsonObject();
        fields["options"]!["collapsed"] = isCollapsed; // set above
        Place(fields, Columns, 1);
        NewRow();
    }

    void NewRow()
    {
        (_x, _y, _rowHeight) = (0, _y + _rowHeight, 0);
    }

    void Place(JsonObject fields, int width, int height)
    {
        var id = IdOf(fields);
        _widgets.Add(new JsonObject([new("id", id), .. fields.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))]));
        _places.Add(new JsonObject { ["id"] = id, ["x"] = _x, ["y"] = _y, ["w"] = width, ["h"] = height });
        _rowHeight = Math.Max(_rowHeight, height);
    }

    /// <summary>The same for the same widget, whatever else a project comes to log: links to it stay right.</summary>
    string IdOf(JsonObject fields)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_section}\n{fields.ToJsonString()}"));
        var id = $"w{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
        while (!_ids.Add(id)) id += "-";
        return id;
    }
}
