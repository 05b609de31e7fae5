using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace NeptuneAlt.EndToEnd.Mutations;

/// <summary>A request as clients send it: tests/fixtures/requests.json has one of each endpoint, tests/fixtures/wire
/// what the real clients sent.</summary>
sealed record RecordedRequest(string Method, string Path, string? ContentType, byte[] Body)
{
    public static IReadOnlyList<RecordedRequest> All([CallerFilePath] string here = "")
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "fixtures");
        var own = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(folder, "requests.json"))).RootElement;
        var wire = Directory.GetFiles(System.IO.Path.Combine(folder, "wire"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
        return [.. own.EnumerateArray().Concat(wire).Select(Of)];
    }

    static RecordedRequest Of(JsonElement json) => new(
        json.GetProperty("method").GetString()!, // a request has one
        json.GetProperty("path").GetString()!,
        json.TryGetProperty("contentType", out var type) ? type.GetString() : null,
        json.TryGetProperty("bodyBase64", out var bytes) ? bytes.GetBytesFromBase64()
        : json.TryGetProperty("body", out var text) ? Encoding.UTF8.GetBytes(text.GetString() ?? "")
        : []);
}
