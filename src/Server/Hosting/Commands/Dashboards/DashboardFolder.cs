using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Server.Api.Dashboards;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <param name="Key">Name of the file without its ending: what the dashboard is known by.</param>
/// <param name="Text">As this program writes it.</param>
/// <param name="Unknown">Places of what is kept although this version does not know it.</param>
sealed record FiledDashboard(string Key, string File, JsonObject Dashboard, string Text, IReadOnlyList<string> Unknown);

/// <summary>A folder of dashboards as files: our YAML, or Neptune's JSON.</summary>
sealed class DashboardFolder(string path)
{
    const int UnknownMax = 20;

    /// <summary>The dashboards by key.</summary>
    /// <exception cref="FormatException">A file is none; the message names it.</exception>
    public IReadOnlyList<FiledDashboard> Read()
    {
        if (!Directory.Exists(path)) return [];

        var found = Files().Select(Read).ToList();
        return found.GroupBy(one => one.Key).FirstOrDefault(key => key.Count() > 1) is { } twice
            ? throw new FormatException($"{string.Join(" and ", twice.Select(one => one.File))} are the same dashboard. Keep one of them.")
            : found;
    }

    /// <summary>The files of the folder that may be dashboards, by name.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(path)
        .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal);

    public void Write(string key, string text)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, key + ".yaml"), text);
    }

    public void Delete(FiledDashboard one) => File.Delete(Path.Combine(path, one.File));

    /// <summary>The dashboard in a file.</summary>
    /// <exception cref="FormatException">It is none; the message names the file and the place.</exception>
    public static FiledDashboard Read(string file)
    {
        var (name, key) = (Path.GetFileName(file), Path.GetFileNameWithoutExtension(file));
        if (!DashboardKeys.IsKey(key)) throw new FormatException($"{name}: call the file by letters, digits, '.', '_' and '-'.");

        var text = File.ReadAllText(file);
        try
        {
            var dashboard = Path.GetExtension(file) == ".json" ? OfJson(text) : DashboardFile.Read(text);
            using var json = JsonDocument.Parse(dashboard.ToJsonString());
            if (DashboardShapes.Document.Fault(json.RootElement) is { } fault)
                throw new FormatException($"{fault.Place.TrimStart('.')} {fault.What}.");

            return new FiledDashboard(
                key, name, dashboard, DashboardFile.Print(dashboard),
                [.. UnknownOf(json.RootElement).Take(UnknownMax)]);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException)
        {
            throw new FormatException($"{name}: {exception.Message}", exception);
        }
    }

    static IEnumerable<string> UnknownOf(JsonElement dashboard) => DashboardShapes.Document.Unknown(dashboard)
        .Select(place => place.TrimStart('.')).Where(place => !DashboardFile.IsTold(place))
        .Concat(dashboard.GetProperty("widgets").EnumerateArray().Where(widget => widget.GetProperty("type").ValueEquals("notebook"))
            .Select(widget => $"the notebook {widget.GetProperty("id").GetString()}"));

    /// <summary>Neptune's own JSON of a dashboard.</summary>
    static JsonObject OfJson(string text) => JsonNode.Parse(text) is JsonObject json
        ? json
        : throw new FormatException("It is not the JSON of a dashboard.");
}
