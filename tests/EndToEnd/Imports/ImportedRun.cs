using System.Net;
using System.Text.Json;
using NeptuneAlt.Client;
using NeptuneAlt.Wire.Api;
using Xunit;

namespace NeptuneAlt.EndToEnd.Imports;

/// <summary>A run as the server gives it back after an import: read by the clients' own calls.</summary>
sealed class ImportedRun
{
    readonly NeptuneClient _client;
    readonly string _project;
    readonly string _holder;
    readonly Dictionary<string, JsonElement> _attributes;

    ImportedRun(NeptuneClient client, string project, string holder, Dictionary<string, JsonElement> attributes) =>
        (_client, _project, _holder, _attributes) = (client, project, holder, attributes);

    public IEnumerable<string> Paths => _attributes.Keys;

    /// <summary>All attributes as JSON, for a comparison of before and after.</summary>
    public string Text => string.Join('\n', _attributes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.ToString()));

    /// <param name="holder">As reads name a run.</param>
    public static async Task<ImportedRun> ReadAsync(NeptuneClient client, string project, string holder)
    {
        var (status, answer) = await client.CallAsync(
            HttpMethod.Get, $"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Uri.EscapeDataString(holder)}", default,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(answer);
        return new ImportedRun(client, project, holder, json.RootElement.GetProperty("attributes").EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone()));
    }

    public bool Has(string path) => _attributes.ContainsKey(path);

    public string TypeOf(string path) => _attributes[path].GetProperty("type").GetString()!;

    /// <summary>The value of an attribute that is no series and no set.</summary>
    public JsonElement Value(string path) => Properties(path).GetProperty("value");

    public double Number(string path) => Value(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : ToNumber(Value(path).GetString()!);

    public IEnumerable<string?> Set(string path) =>
        Has(path) ? Properties(path).GetProperty("values").EnumerateArray().Select(one => one.GetString()) : [];

    public Task<string> FileAsync(string path) => BytesAsync(Properties(path).GetProperty("path").GetString()!);

    /// <summary>Own points of a float series: step, time, value.</summary>
    public async Task<(double Step, long Time, double Value)[]> FloatsAsync(string path)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { requests = new[] { new { requestId = "0", series = Series(path) } } });
        var answer = await _client.FloatSeriesAsync(body, TestContext.Current.CancellationToken);
        return [.. ProtoFloatSeriesValuesResponseDTO.Parser.ParseFrom(answer).Series.Single().Series.Values
            .Select(point => (point.Step, point.TimestampMillis, point.Value))];
    }

    /// <summary>Own points of any other series.</summary>
    public async Task<(double Step, long Time, JsonElement Value)[]> ObjectsAsync(string path)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { requests = new[] { new { requestId = "0", series = Series(path) } } });
        var (status, answer) = await _client.CallAsync(
            HttpMethod.Post, "/api/leaderboard/v1/attributes/series?useDeprecatedStringFields=false", body,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("series")[0].GetProperty("series").GetProperty("values").EnumerateArray().Select(
            point => (point.GetProperty("step").GetDouble(), point.GetProperty("timestampMillis").GetInt64(), point.GetProperty("object").Clone()))];
    }

    /// <summary>A stored file, in hexadecimal digits.</summary>
    public async Task<string> BytesAsync(string path)
    {
        await using var stored = await _client.DownloadAsync(_project, path, TestContext.Current.CancellationToken);
        Assert.NotNull(stored);
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return Convert.ToHexStringLower(bytes.ToArray());
    }

    /// <summary>Also of words that are no JSON numbers, as this server or Python writes them.</summary>
    public static double ToNumber(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
    };

    JsonElement Properties(string path) => _attributes[path].GetProperty(TypeOf(path) + "Properties");

    object Series(string path) => new
    {
        holder = new { identifier = _holder, type = "experiment" }, attribute = path, lineage = "NONE", lineageEntityType = "RUN",
        includePreview = false,
    };
}
