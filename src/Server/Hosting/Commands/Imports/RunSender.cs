using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Ingest;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>A run that was sent, and what the server is to have of it.</summary>
/// <param name="Requests">In order.</param>
/// <param name="Expected">Values of attributes that are no series.</param>
sealed record SentRun(
    RunReport Report, string Digest, RunPlan Plan, IReadOnlyList<string> Requests, IReadOnlyDictionary<string, Value> Expected,
    IReadOnlyCollection<SentSeries> Series, bool IsComplete);

/// <summary>
/// Sends one run: its creation, its values, its files, and its points group by group. What the server has of it from before
/// stays as it is.
/// </summary>
/// <param name="greatest">The greatest number in a <c>sys/id</c> of the project's runs in the export.</param>
sealed class RunSender(ImportServer server, FileStore files, string project, ulong greatest, RunReport report)
{
    /// <summary>Of a request; the server takes 17 MiB.</summary>
    const int BodyBytes = 4 << 20;

    const int UploadsAtOnce = 4;
    const int LargeGroupRows = 200_000;

    readonly List<string> _requests = [];
    readonly Dictionary<string, FileRef> _points = new(StringComparer.Ordinal);
    bool _isComplete = true;

    ExportedRun Run => report.Run;

    /// <param name="isThere">The server has a run of that id.</param>
    /// <param name="isOwnExperiment">A 2.x run whose name no other has.</param>
    /// <param name="progressed">Told of points that were sent.</param>
    /// <exception cref="InvalidDataException">A part cannot be read; the message says why.</exception>
    public async Task<SentRun> SendAsync(
        string digest, bool isThere, bool isOwnExperiment, Action<long> progressed, CancellationToken cancellationToken)
    {
        var (atoms, _) = await ExportedRunReader.AtomsAsync(Run.Files, cancellationToken);
        var plan = RunPlan.Of(Run, atoms, isOwnExperiment);
        Tell(atoms);
        var stored = isThere ? await server.AttributesAsync(project, Run.RunId, cancellationToken) : null;
        if (stored is null) _requests.Add(await server.SubmitAsync(plan.CreationOf(project, greatest), cancellationToken));

        var expected = new Dictionary<string, Value>(plan.Values, StringComparer.Ordinal);
        foreach (var (path, file) in await FilesAsync(atoms, cancellationToken)) expected[path] = new Value { FileRef = file };
        await AssignAsync(plan, expected, stored, cancellationToken);

        var table = new SeriesTable(StoredTo(stored));
        await SendPointsAsync(table, progressed, cancellationToken);
        report.Attributes = expected.Count + table.All.Count;
        report.Series = table.All;
        return new SentRun(report, digest, plan, _requests, expected, table.All, _isComplete);
    }

    /// <summary>What the export itself lacks.</summary>
    void Tell(ExportedAtoms atoms)
    {
        var numbers = atoms.Blanks
            .Where(blank => blank.Value == "float" && !blank.Key.StartsWith(SystemPaths.Folder, StringComparison.Ordinal))
            .Select(blank => blank.Key).Order(StringComparer.Ordinal).ToList();
        if (numbers.Count > 0)
            report.Note(
                "The export has no value of these numbers, which were absent or NaN: "
                + string.Join(", ", numbers.Take(20)) + (numbers.Count > 20 ? " and others." : "."));
        const long exactMax = 1L << 53;
        foreach (var (path, value) in atoms.Values)
            if (value is { ValueCase: Value.ValueOneofCase.Int64, Int64: >= exactMax or <= -exactMax })
                report.Note($"'{path}' is {value.Int64}: integers beyond 2^53 may have been rounded by the exporter.");
    }

    async Task<Dictionary<string, FileRef>> FilesAsync(ExportedAtoms atoms, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FileRef>(StringComparer.Ordinal);
        foreach (var (attribute, type, path) in atoms.Files)
        {
            if (path is null) continue; // a row of another run's attribute, or a download that failed
            await TryAsync(attribute, async () =>
            {
                var place = files.Find(path);
                if (type == "file_set")
                {
                    foreach (var zip in Directory.Exists(place) ? Directory.EnumerateFiles(place) : [place])
                        foreach (var (member, file) in await files.SendMembersAsync(zip, cancellationToken))
                            found[$"{attribute}/{member}"] = file;
                }
                else
                {
                    var file = type == "artifact" && Directory.Exists(place) ? Path.Combine(place, "files_list.json") : place;
                    found[attribute] = await files.SendAsync(file, cancellationToken);
                }
            });
        }

        report.Files += found.Count;
        return found;
    }

    /// <summary>A file that cannot be taken keeps the rest from nothing, but the run is not whole.</summary>
    async Task TryAsync(string attribute, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            report.Differs($"The file '{attribute}' did not come: {failure.Message}");
            _isComplete = false;
        }
    }

    async Task AssignAsync(
        RunPlan plan, Dictionary<string, Value> expected, Dictionary<string, JsonElement>? stored, CancellationToken cancellationToken)
    {
        var isTaken = stored is not null && IsTaken(plan, stored);
        var size = 0;
        var some = new List<KeyValuePair<string, Value>>();
        foreach (var one in expected.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            // What has been logged or edited since stays.
            var isSystem = one.Key.StartsWith(SystemPaths.Folder, StringComparison.Ordinal);
            if (isSystem ? isTaken : stored?.ContainsKey(one.Key) == true) continue;
            some.Add(one);
            size += one.Key.Length * 2 + one.Value.CalculateSize();
            if (size < BodyBytes) continue;
            await SubmitAsync();
        }

        if (some.Count > 0) await SubmitAsync();

        async Task SubmitAsync()
        {
            _requests.Add(await server.SubmitAsync(RunPlan.UpdateOf(project, Run.RunId, some), cancellationToken));
            some.Clear();
            size = 0;
        }
    }

    /// <summary>An import before took the server's own attributes over: they say when the run was changed.</summary>
    static bool IsTaken(RunPlan plan, Dictionary<string, JsonElement> stored) =>
        plan.Values.TryGetValue(SystemPaths.ModificationTime, out var modified)
        && stored.TryGetValue(SystemPaths.ModificationTime, out var there)
        && Values.MsOf(modified.Timestamp) > Values.MsOf(plan.Creation.CreationTime)
        && there.GetProperty("datetimeProperties").GetProperty("value").GetDateTimeOffset().ToUnixTimeMilliseconds()
            >= Values.MsOf(modified.Timestamp);

    static Dictionary<string, long> StoredTo(Dictionary<string, JsonElement>? stored)
    {
        var steps = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (path, attribute) in stored ?? [])
        {
            var type = attribute.GetProperty("type").GetString()!;
            if (attribute.TryGetProperty(type + "Properties", out var properties) && properties.TryGetProperty("lastStep", out var last))
                steps[path] = Step.FromDouble(last.GetDouble()).Micros;
        }

        return steps;
    }

    async Task SendPointsAsync(SeriesTable table, Action<long> progressed, CancellationToken cancellationToken)
    {
        using var writer = new OperationWriter(project, Run.RunId);
        foreach (var path in Run.Files.Parts)
        {
            await using var part = await PartReader.OpenAsync(path, cancellationToken);
            for (var number = 0; number < part.Groups; number++)
            {
                if (part.RowsOf(number) == 0) continue;
                var group = await part.ReadAsync(number, cancellationToken);
                if (group.RunId != Run.ExportedId || group.Project != Run.Project)
                    throw new InvalidDataException($"{path}, row group {number} is of run '{group.RunId}', not '{Run.ExportedId}'.");
                await SendFilesAsync(group, cancellationToken);
                await SendGroupAsync(group, table, writer, progressed, cancellationToken);
                if (group.Rows >= LargeGroupRows) ReleaseGroups();
            }
        }

        if (writer.Bytes > 0) _requests.Add(await server.SubmitAsync(writer.Take(), cancellationToken));
        foreach (var series in table.All.Where(series => series.OutOfOrder > 0))
            report.Differs(string.Create(
                CultureInfo.InvariantCulture,
                $"{series.OutOfOrder} points of '{series.Path}' were not taken: they repeat a step or go back."));
    }

    /// <summary>
    /// The columns of a large group are large objects: left to itself the collector lets many groups pile up before it looks at these,
    /// as long as
    /// the machine has room.
    /// </summary>
    static void ReleaseGroups() => GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);

    /// <summary>Sends the files of file series before the points that refer to them.</summary>
    async Task SendFilesAsync(RowGroup group, CancellationToken cancellationToken)
    {
        _points.Clear();
        if (group.Files is not { } paths) return;

        var rows = Enumerable.Range(0, group.Rows).Where(row => group.Types[row] == "file_series" && paths[row] is not null);
        await Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = UploadsAtOnce, CancellationToken = cancellationToken },
            async (row, token) => await TryAsync(group.PathAt(row), async () =>
            {
                var file = await files.SendAsync(files.Find(paths[row]!), token);
                lock (_points) _points[paths[row]!] = file;
            }));
        report.Files += _points.Count;
    }

    async Task SendGroupAsync(
        RowGroup group, SeriesTable table, OperationWriter writer, Action<long> progressed, CancellationToken cancellationToken)
    {
        var series = new SentSeries?[group.Paths.Count];
        var without = Run.Created?.ToUnixTimeMilliseconds() ?? 0;
        var points = 0L;
        foreach (var row in SeriesTable.Order(group))
        {
            var type = group.Types[row];
            if (!ExportedRunReader.IsSeries(type)) continue;

            var one = series[group.PathOf[row]] ??= table.Find(group.PathAt(row), type!); // it is one of four
            if (one is null || one.Type != type)
            {
                report.Differs($"'{group.PathAt(row)}' is a series of two types in the export; a {type} of it was not taken.");
                continue;
            }

            if (Append(group, row, one, group.TimeAt(row) is var time and not RowGroup.None ? time : without, writer)) points++;
            if (writer.Bytes < BodyBytes) continue;

            _requests.Add(await server.SubmitAsync(writer.Take(), cancellationToken));
            progressed(points);
            (report.Points, points) = (report.Points + points, 0);
        }

        progressed(points);
        report.Points += points;
    }

    /// <returns>Whether the row is a point.</returns>
    bool Append(RowGroup group, int row, SentSeries series, long time, OperationWriter writer)
    {
        var step = group.StepAt(row);
        if (step == RowGroup.None) return false; // an attribute of another run
        if (step < 0 || step <= series.LastRead)
        {
            series.OutOfOrder++;
            return false;
        }

        var isNew = step > series.StoredTo;
        var place = SeriesTable.Canonical(step);
        switch (series.Type)
        {
            case "float_series":
                // The exporter writes NaN as null.
                var number = group.NumberAt(row) ?? double.NaN;
                series.Proof.Add(place, time, number);
                if (isNew) writer.Append(series.Bytes, step, time, number);
                break;
            case "string_series" when group.TextAt(row) is { } text:
                series.Proof.Add(place, time, text);
                if (isNew) writer.Append(series.Bytes, step, time, Values.Of(text));
                break;
            case "histogram_series" when Values.HistogramOf(group, row) is { Histogram: var histogram } value:
                series.Proof.Add(place, time, [.. histogram.BinEdges], Values.NumbersOf(histogram), histogram.Counts is null);
                if (isNew) writer.Append(series.Bytes, step, time, value);
                break;
            case "file_series" when group.FileAt(row) is { } path && _points.TryGetValue(path, out var file):
                series.Proof.Add(place, time, file.Path);
                if (isNew) writer.Append(series.Bytes, step, time, new Value { FileRef = file });
                break;
            default:
                return false;
        }

        series.LastRead = step;
        return true;
    }
}
