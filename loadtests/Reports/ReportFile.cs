using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.LoadTests.Reports;

/// <summary>Writes a report as JSON with snake_case names.</summary>
static class ReportFile
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    public static void Write<T>(string path, T report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        File.WriteAllText(path, JsonSerializer.Serialize(report, Json) + "\n");
    }
}
