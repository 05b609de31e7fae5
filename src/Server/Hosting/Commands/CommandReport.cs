using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>What a command did, as a file for programs.</summary>
static class CommandReport
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="file"><c>null</c>: none is asked for.</param>
    public static void Write<T>(string? file, T report)
    {
        if (file is not null) File.WriteAllText(file, JsonSerializer.Serialize(report, Json) + "\n");
    }
}
