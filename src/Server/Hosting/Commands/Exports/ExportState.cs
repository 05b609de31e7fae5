using System.Security.Cryptography;
using System.Text.Json;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>
/// Which runs a folder has, and what they were when they were written: a line a run, added when it is whole. A later line of a run
/// counts; a torn one at the end was not written to its end.
/// </summary>
sealed class ExportState : IAsyncDisposable
{
    const string Name = "exported.jsonl";

    readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _gate = new(1, 1);
    readonly StreamWriter _lines;

    ExportState(string path)
    {
        if (File.Exists(path))
            foreach (var line in File.ReadLines(path)) Take(line);
        _lines = new StreamWriter(path, append: true);
        // Behind a torn line.
        if (_lines.BaseStream.Length > 0) _lines.WriteLine();
    }

    /// <summary>That of a folder, which is made if it is not there.</summary>
    public static ExportState Open(string folder)
    {
        Directory.CreateDirectory(folder);
        return new ExportState(Path.Combine(folder, Name));
    }

    /// <summary>Of all that a run has; the same, if nothing was logged, edited or removed. Whether it is running is not of it.</summary>
    public static string FingerprintOf(IReadOnlyDictionary<string, JsonElement> attributes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, attribute) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (path != SystemPaths.State) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(attribute));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public bool Has(string key, string fingerprint) => _known.TryGetValue(key, out var known) && known == fingerprint;

    public async Task AddAsync(string key, string fingerprint, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _lines.WriteLineAsync(JsonSerializer.Serialize(new Entry(key, fingerprint), JsonSerializerOptions.Web));
            await _lines.FlushAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _gate.Dispose();
    }

    void Take(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web) is { Run: { } key, Fingerprint: { } fingerprint })
                _known[key] = fingerprint;
        }
        catch (JsonException)
        {
            // Its run is written again.
        }
    }

    sealed record Entry(string? Run, string? Fingerprint);
}
