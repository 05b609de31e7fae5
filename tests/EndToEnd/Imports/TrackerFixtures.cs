using System.Text.Json;
using NeptuneAlt.Client;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>Folders that other trackers' own libraries wrote, and what was given to these libraries.</summary>
static class TrackerFixtures
{
    static readonly string Root = Path.Combine(AppContext.BaseDirectory, "trackers");

    public static string Folder(string name) => Path.Combine(Root, name);

    public static JsonDocument Truth(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, name + ".json")));

    public static Task<NeptuneClient> ConnectAsync(ServerProcess server) => NeptuneClient.ConnectAsync(
        new Uri(server.Address), server.Token, connections: 4, Xunit.TestContext.Current.CancellationToken);

    /// <summary>A number as Python's <c>json</c> or <c>str</c> writes it.</summary>
    public static double Number(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number ? number.GetDouble() : ImportedRun.ToNumber(number.GetString()!);

    /// <summary>Copies a folder.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
