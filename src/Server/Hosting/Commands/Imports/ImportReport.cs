using System.Globalization;
using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>What an import did: a table for people, and all of it as JSON, which is written run by run.</summary>
sealed class ImportReport : IDisposable
{
    /// <summary>Sentences that the terminal shows; the file has all.</summary>
    const int ShownMax = 50;

    readonly Utf8JsonWriter? _json;
    readonly SortedDictionary<string, Totals> _projects = new(StringComparer.Ordinal);
    readonly List<string> _shown = [];
    readonly List<string> _lost = [];
    int _sentences;

    /// <param name="path">Of the JSON; <c>null</c>: none.</param>
    public ImportReport(string? path, string data, Uri? server)
    {
        if (path is null) return;

        _json = new Utf8JsonWriter(File.Create(path), new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        _json.WriteString("data", Path.GetFullPath(data));
        if (server is not null) _json.WriteString("server", server.ToString());
        _json.WriteStartArray("runs");
    }

    /// <summary>What the runs were read from, in sentences.</summary>
    public string Source { get; init; } = "the export";

    /// <summary>What the notes on runs are, as the terminal's title and as the name in the file.</summary>
    public (string Title, string Name) Notes { get; init; } = ("What the export itself lacks:", "lostByTheExport");

    /// <summary>Not everything is on the server as the export has it.</summary>
    public bool HasDifferences { get; private set; }

    public void Add(RunReport run)
    {
        if (!_projects.TryGetValue(run.Project, out var totals)) _projects[run.Project] = totals = new Totals();
        totals.Add(run);
        HasDifferences |= run.Outcome is RunOutcome.Different or RunOutcome.Refused;
        foreach (var sentence in run.Differences) Show($"{run.Project} {run.Run.RunId}: {sentence}");
        foreach (var sentence in run.Notes) Lose($"{run.Project} {run.Run.RunId}: {sentence}");
        if (_json is not null) Write(_json, run);
    }

    /// <summary>Something that the export itself lacks.</summary>
    public void Lose(string sentence) => _lost.Add(sentence);

    /// <summary>A file or run that could not be taken at all.</summary>
    public void LeaveOut(string sentence)
    {
        HasDifferences = true;
        Show(sentence);
        _leftOut.Add(sentence);
    }

    readonly List<string> _leftOut = [];

    /// <summary>Ends the JSON and prints the table.</summary>
    public void End(TextWriter output, TimeSpan elapsed)
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            Texts(_json, "leftOut", _leftOut);
            Texts(_json, Notes.Name, _lost);
            _json.WriteNumber("seconds", elapsed.TotalSeconds);
            _json.WriteEndObject();
            _json.Flush();
        }

        var c = CultureInfo.InvariantCulture;
        output.WriteLine(Row("project", "runs", "imported", "there", "differ", "refused", "series", "points", "values", "files"));
        foreach (var (name, one) in _projects)
            output.WriteLine(Row(
                name, one.Runs.ToString(c), one.Of(RunOutcome.Imported), one.Of(RunOutcome.Present), one.Of(RunOutcome.Different),
                one.Of(RunOutcome.Refused), one.Series.ToString("N0", c), one.Points.ToString("N0", c), one.Values.ToString("N0", c),
                one.Files.ToString("N0", c)));
        Print(output, $"Not as {Source} has it:", _shown, _sentences);
        Print(output, Notes.Title, _lost, _lost.Count);
        var points = _projects.Values.Sum(one => one.Points);
        output.WriteLine(string.Create(
            c, $"{elapsed.TotalSeconds:N1} s, {points / Math.Max(0.001, elapsed.TotalSeconds):N0} points/s. {(HasDifferences
                ? $"Not everything is there as {Source} has it." : $"All of it was read back and is what {Source} has.")}"));
    }

    public void Dispose() => _json?.Dispose();

    void Show(string sentence)
    {
        _sentences++;
        if (_shown.Count < ShownMax) _shown.Add(sentence);
    }

    static void Print(TextWriter output, string title, List<string> sentences, int count)
    {
        if (count == 0) return;

        output.WriteLine(title);
        foreach (var sentence in sentences.Take(ShownMax)) output.WriteLine("  " + sentence);
        if (count > ShownMax)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {count - ShownMax} more; --json FILE has them."));
    }

    static string Row(string name, params ReadOnlySpan<string> numbers)
    {
        var row = name.PadRight(32);
        foreach (var number in numbers) row += " " + number.PadLeft(11);
        return row;
    }

    void Write(Utf8JsonWriter json, RunReport run)
    {
        json.WriteStartObject();
        json.WriteString("project", run.Project);
        json.WriteString("exportedProject", run.Run.Project);
        json.WriteString("runId", run.Run.RunId);
        json.WriteString("exportedSysId", run.Run.SysId);
        json.WriteString("sysId", run.SysId);
        json.WriteString("outcome", run.Outcome.ToString().ToLowerInvariant());
        json.WriteNumber("rows", run.Run.Rows);
        json.WriteNumber("values", run.Attributes);
        json.WriteNumber("files", run.Files);
        json.WriteStartArray("series");
        foreach (var series in run.Series) Write(json, series);
        json.WriteEndArray();
        Texts(json, "differences", run.Differences);
        Texts(json, Notes.Name, run.Notes);
        json.WriteEndObject();
        json.Flush();
    }

    static void Write(Utf8JsonWriter json, SentSeries series)
    {
        var proof = series.Proof;
        json.WriteStartObject();
        json.WriteString("path", series.Path);
        json.WriteString("type", series.Type);
        json.WriteNumber("points", proof.Points);
        if (proof.Points > 0)
        {
            json.WriteNumber("firstStep", proof.FirstStep / 1_000_000m);
            json.WriteNumber("lastStep", proof.LastStep / 1_000_000m);
        }

        if (proof.Finite > 0)
        {
            json.WriteNumber("min", proof.Min);
            json.WriteNumber("max", proof.Max);
            if (double.IsFinite(proof.Sum)) json.WriteNumber("sum", proof.Sum);
        }

        json.WriteString("checksum", proof.Checksum.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    sealed class Totals
    {
        readonly Dictionary<RunOutcome, int> _outcomes = [];

        public int Runs { get; private set; }

        public long Series { get; private set; }

        public long Points { get; private set; }

        public long Values { get; private set; }

        public long Files { get; private set; }

        public string Of(RunOutcome outcome) => _outcomes.GetValueOrDefault(outcome).ToString(CultureInfo.InvariantCulture);

        public void Add(RunReport run)
        {
            Runs++;
            _outcomes[run.Outcome] = _outcomes.GetValueOrDefault(run.Outcome) + 1;
            Series += run.Series.Count;
            Points += run.Points;
            Values += run.Attributes;
            Files += run.Files;
        }
    }
}
