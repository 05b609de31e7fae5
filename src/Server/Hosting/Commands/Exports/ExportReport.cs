using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>What became of a run.</summary>
enum ExportOutcome
{
    Exported,

    /// <summary>It is there from before, as it is now.</summary>
    Present,

    /// <summary>It came, but for what is named.</summary>
    Different,

    /// <summary>It is not there.</summary>
    Failed,
}

/// <summary>What was written of one run.</summary>
sealed class ExportedRunReport(string project, string runId)
{
    readonly List<string> _differences = [];

    public string Project => project;

    public string RunId => runId;

    public ExportOutcome Outcome { get; set; }

    public long Points { get; set; }

    /// <summary>That are no series.</summary>
    public int Attributes { get; set; }

    /// <summary>With points of the run's own.</summary>
    public int Series { get; set; }

    public int Files { get; set; }

    public long FileBytes { get; set; }

    public int FilesLeftOut { get; set; }

    /// <summary>Sentences.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public void Differs(string sentence) => _differences.Add(sentence);
}

/// <summary>All runs of an export.</summary>
sealed class ExportReport(ExportOptions options, Uri server)
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    readonly List<ExportedRunReport> _runs = [];

    public bool HasDifferences => _runs.Any(run => run.Outcome is ExportOutcome.Different or ExportOutcome.Failed);

    public void Add(ExportedRunReport run)
    {
        lock (_runs) _runs.Add(run);
    }

    /// <summary>Tells all of it.</summary>
    /// <param name="json">A file; <c>null</c>: none.</param>
    public async Task EndAsync(TextWriter output, string? json, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var c = CultureInfo.InvariantCulture;
        foreach (var run in _runs)
            foreach (var sentence in run.Differences) await output.WriteLineAsync($"{run.Project} {run.RunId}: {sentence}");
        int Count(ExportOutcome outcome) => _runs.Count(run => run.Outcome == outcome);
        var (points, seconds) = (_runs.Sum(run => run.Points), Math.Max(0.001, elapsed.TotalSeconds));
        await output.WriteLineAsync(string.Create(
            c,
            $"{Count(ExportOutcome.Exported):N0} runs exported, {Count(ExportOutcome.Present):N0} there from before, "
            + $"{Count(ExportOutcome.Different):N0} with differences, {Count(ExportOutcome.Failed):N0} failed: "
            + $"{points:N0} points, {_runs.Sum(run => run.Files):N0} files in {seconds:N1} s, {points / seconds:N0} points/s."));
        if (_runs.Sum(run => run.FilesLeftOut) is > 0 and var left)
            await output.WriteLineAsync(string.Create(c, $"{left:N0} files were left out: they come with --files."));
        if (options.Format == ExportFormat.Exporter && _runs.Count > 0)
            await output.WriteLineAsync(
                $"It comes in again with: import exporter {Path.Combine(options.Folder, "data")}"
                + (options.HasFiles ? $" --files {Path.Combine(options.Folder, "files")}" : ""));
        if (json is null) return;

        await using var file = File.Create(json);
        await JsonSerializer.SerializeAsync(
            file, new { server, folder = options.Folder, format = options.Format, seconds, runs = _runs }, s_json, cancellationToken);
    }
}
