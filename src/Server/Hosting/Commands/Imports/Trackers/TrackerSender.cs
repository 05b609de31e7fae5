using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Ingest;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

/// <summary>
/// Sends one run of another tracker: its creation, its values, its files, and its points in the order of their steps. What the
/// server has of it from before stays as it is.
/// </summary>
sealed class TrackerSender(ImportServer server, FileStore files, string project, FoundRun run, RunReport report)
{
    /// <summary>Of a request; the server takes 17 MiB.</summary>
    const int BodyBytes = 4 << 20;

    /// <summary>What an import may say again: the greatest counts.</summary>
    static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        SystemPaths.ModificationTime, SystemPaths.PingTime, SystemPaths.RunningTime,
    };

    readonly List<string> _requests = [];
    readonly Dictionary<string, Value> _expected = new(StringComparer.Ordinal);
    SeriesTable _table = new(new Dictionary<string, long>());
    bool _isComplete = true;

    /// <summary>Of all that was sent.</summary>
    public long Points { get; private set; }

    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Makes the run and gives it its values and files, as far as the server has none.</summary>
    public async Task BeginAsync(bool isThere, CancellationToken cancellationToken)
    {
        var stored = isThere ? await server.AttributesAsync(project, run.Id, cancellationToken) : null;
        var plan = new RunPlan { Creation = run.Creation() };
        if (stored is null) _requests.Add(await server.SubmitAsync(plan.CreationOf(project, 0), cancellationToken));
        _table = new SeriesTable(StoredTo(stored));
        await AssignAsync(stored ?? [], cancellationToken);
    }

    /// <summary>Sends values and files that the run has and the server has not.</summary>
    public async Task AssignAsync(Dictionary<string, JsonElement> stored, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, Value>(run.Values, StringComparer.Ordinal);
        foreach (var (path, value) in run.Clock()) all[path] = value;
        foreach (var (path, file) in run.Files)
            if (!_expected.ContainsKey(path) && await FileAsync(path, new PointContent(null, null, file), cancellationToken) is { } sent)
                all[path] = new Value { FileRef = sent };
        var some = new List<KeyValuePair<string, Value>>();
        var size = 0;
        foreach (var one in all.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var isSent = _expected.TryGetValue(one.Key, out var before) && before.Equals(one.Value);
            _expected[one.Key] = one.Value;
            // What has been logged or edited since stays.
            if (isSent || !Growing.Contains(one.Key) && stored.ContainsKey(one.Key) && !IsFailure(one, stored)) continue;
            some.Add(one);
            size += one.Key.Length * 2 + one.Value.CalculateSize();
            if (size < BodyBytes) continue;
            await SubmitAsync();
        }

        if (some.Count > 0) await SubmitAsync();
        report.Attributes = _expected.Count + _table.All.Count;

        async Task SubmitAsync()
        {
            _requests.Add(await server.SubmitAsync(RunPlan.UpdateOf(project, run.Id, some), cancellationToken));
            some.Clear();
            size = 0;
        }
    }

    /// <summary>Sends the points that the run has at the moment, without those that the server has.</summary>
    /// <param name="progressed">Told of points that were sent.</param>
    public async Task SendPointsAsync(Action<long> progressed, CancellationToken cancellationToken)
    {
        using var writer = new OperationWriter(project, run.Id);
        var series = run.Series.ToArray();
        var sent = series.Select(one => _table.Find(one.Path, one.Type)!).ToArray(); // a series has one type
        foreach (var one in series) one.Settle();
        var points = 0L;
        foreach (var (at, point) in InOrder(series))
        {
            if (await AppendAsync(series[at], sent[at], point, writer, cancellationToken)) points++;
            if (writer.Bytes < BodyBytes) continue;

            _requests.Add(await server.SubmitAsync(writer.Take(), cancellationToken));
            progressed(points);
            (Points, points) = (Points + points, 0);
        }

        if (writer.Bytes > 0) _requests.Add(await server.SubmitAsync(writer.Take(), cancellationToken));
        progressed(points);
        Points += points;
        report.Points = Points;
        report.Series = _table.All;
        report.Attributes = _expected.Count + _table.All.Count;
    }

    /// <summary>What is to be compared with what the server has.</summary>
    public SentRun End(string digest)
    {
        foreach (var late in _table.All.Where(series => series.OutOfOrder > 0))
            report.Differs(string.Create(
                CultureInfo.InvariantCulture,
                $"{late.OutOfOrder} points of '{late.Path}' were not taken: later steps had been sent before."));
        return new SentRun(
            report, digest, new RunPlan { Creation = run.Creation() }, _requests, _expected, _table.All, _isComplete);
    }

    /// <summary>Points of one step are neighbors, whatever series they are of: they go as one snapshot.</summary>
    static IEnumerable<(int Series, FoundPoint Point)> InOrder(FoundSeries[] series)
    {
        var next = new int[series.Length];
        var queue = new PriorityQueue<int, (long Step, long Time, int Series)>();
        for (var i = 0; i < series.Length; i++) Enqueue(i);
        while (queue.TryDequeue(out var at, out _))
        {
            yield return (at, series[at].Points[next[at]]);
            next[at]++;
            Enqueue(at);
        }

        void Enqueue(int at)
        {
            if (next[at] >= series[at].Points.Count) return;
            var point = series[at].Points[next[at]];
            queue.Enqueue(at, (point.Step, point.Time, at));
        }
    }

    async Task<bool> AppendAsync(
        FoundSeries series, SentSeries sent, FoundPoint point, OperationWriter writer, CancellationToken cancellationToken)
    {
        if (point.Step <= sent.LastRead)
        {
            sent.OutOfOrder++;
            return false;
        }

        var isNew = point.Step > sent.StoredTo;
        var place = SeriesTable.Canonical(point.Step);
        if (series.Kind == SeriesKind.Float)
        {
            sent.Proof.Add(place, point.Time, point.Number);
            if (isNew) writer.Append(sent.Bytes, point.Step, point.Time, point.Number);
            sent.LastRead = point.Step;
            return true;
        }

        var content = run.Read(series, point.Bits);
        Value value;
        switch (series.Kind)
        {
            case SeriesKind.Text when content.Value is { } text:
                sent.Proof.Add(place, point.Time, text.String);
                value = text;
                break;
            case SeriesKind.Histogram when content.Value is { Histogram: var histogram } found:
                sent.Proof.Add(
                    place, point.Time, [.. histogram.BinEdges], Values.NumbersOf(histogram), histogram.Counts is null);
                value = found;
                break;
            case SeriesKind.File when await FileAsync(series.Path, content, cancellationToken) is { } file:
                sent.Proof.Add(place, point.Time, file.Path);
                value = new Value { FileRef = file };
                break;
            default:
                run.Leave("values that are not what their type says", series.Path);
                return false;
        }

        if (isNew) writer.Append(sent.Bytes, point.Step, point.Time, value);
        sent.LastRead = point.Step;
        return true;
    }

    /// <summary>A file that cannot be taken keeps the rest from nothing, but the run is not whole.</summary>
    async Task<FileRef?> FileAsync(string attribute, PointContent content, CancellationToken cancellationToken)
    {
        if (content.Name is not { } name) return null;
        try
        {
            var sent = content.File is { } bytes
                ? await files.SendAsync(new MemoryStream(bytes), name, cancellationToken)
                : await files.SendAsync(name, cancellationToken);
            report.Files++;
            return sent;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            report.Differs($"The file '{attribute}' did not come: {failure.Message}");
            _isComplete = false;
            return null;
        }
    }

    /// <summary>A run that was not said to have failed may be said to have failed.</summary>
    static bool IsFailure(KeyValuePair<string, Value> one, Dictionary<string, JsonElement> stored) =>
        one is { Key: SystemPaths.Failed, Value.Bool: true } && AttributeValue.Difference(stored[one.Key], one.Value) is not null;

    static Dictionary<string, long> StoredTo(Dictionary<string, JsonElement>? stored)
    {
        var steps = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (path, attribute) in stored ?? [])
        {
            var type = attribute.GetProperty("type").GetString()!; // the contract has it
            if (attribute.TryGetProperty(type + "Properties", out var properties) && properties.TryGetProperty("lastStep", out var last))
                steps[path] = Step.FromDouble(last.GetDouble()).Micros;
        }

        return steps;
    }
}
