using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Model;

namespace NeptuneAlt.Simulation;

/// <summary>Compares what is stored with what the oracle says.</summary>
sealed class Judge(Oracle oracle, Stored stored, CatalogRuns runs, uint project)
{
    /// <summary>So many rejected values of a request have a row each, with their path.</summary>
    const int DetailedMax = 100;

    static readonly Dictionary<AttributeType, string> Tables = new()
    {
        [AttributeType.FloatSeries] = "points", [AttributeType.StringSeries] = "strings",
        [AttributeType.HistogramSeries] = "histograms", [AttributeType.FileRefSeries] = "files",
    };

    public string Described => $"{oracle.Runs.Count} runs, "
        + $"{oracle.Runs.Values.Sum(run => run.Series.Values.Sum(points => points.Count))} points, "
        + $"{oracle.Verdicts.Values.Sum(codes => codes.Count)} rejected values";

    /// <summary>What a client was told is safe is in the log, byte for byte.</summary>
    public void Acknowledged(IEnumerable<(RequestId Id, byte[] Body)> requests, LogDisk disk)
    {
        foreach (var (id, body) in requests)
        {
            var history = disk.History(id.Partition);
            if (id.Offset >= history.Count || !LogRecord.TryParse(history[(int)id.Offset], out var record)
                || !record.Body.SequenceEqual(body))
                throw new SimulationException($"Request {id} was acknowledged, but the log does not have it.");
        }
    }

    public void Rows()
    {
        foreach (var run in oracle.Runs.Values)
        {
            var found = stored.Points(NumberOf(run));
            var expected = run.Series.ToDictionary(series => (series.Key, Tables[run.TypeOf(series.Key)]), series => series.Value);
            foreach (var (path, previews) in run.Previews) expected[(path, "previews")] = [.. previews.Values];
            foreach (var key in expected.Keys.Union(found.Keys))
                Same($"{key.Item2} of {run.Id} {key.Item1}", expected.GetValueOrDefault(key) ?? [], found.GetValueOrDefault(key) ?? []);
        }
    }

    public void Verdicts()
    {
        var found = stored.Errors();
        foreach (var fork in oracle.Forks) AllowPending(fork, found);
        foreach (var place in oracle.Verdicts.Keys.Union(found.Keys))
        {
            var (due, told) = (oracle.Verdicts.GetValueOrDefault(place) ?? [], found.GetValueOrDefault(place) ?? []);
            if (due.Count <= DetailedMax) Same($"verdicts of {place}", [.. due.Order()], [.. told.Order()]);
            else Same($"codes of {place}", [.. due.Select(one => one.Code).Order()], [.. told.Select(one => one.Code).Order()]);
        }
    }

    /// <summary>Where the summaries of the runs differ from the oracle's, if they do.</summary>
    public string SummaryDifference()
    {
        var heads = oracle.Runs.Values.Where(run => run.Experiment is not null).GroupBy(run => run.Experiment)
            .Select(runs => runs.Max(NumberOf)).ToHashSet();
        foreach (var table in new[] { "run_attributes", "attributes" })
            foreach (var run in oracle.Runs.Values)
            {
                var found = stored.Attributes(table, NumberOf(run));
                if ((SeriesDifference(run, found) ?? LineageDifference(run, found)) is { } series) return $"{table} of {run.Id} {series}";
                foreach (var (path, value) in ValuesOf(run))
                    if (found.GetValueOrDefault(path)?.Value != value)
                        return $"{table} of {run.Id} {path}: {found.GetValueOrDefault(path)?.Value} is not {value}";
                if (run.Experiment is null) continue;
                var isHead = heads.Contains(NumberOf(run)) ? "1" : "0";
                if (found["sys/experiment/is_head"].Value != isHead) return $"{table} of {run.Id}: is_head is not {isHead}";
            }

        return "";
    }

    string? SeriesDifference(OracleRun run, Dictionary<string, StoredAttribute> found)
    {
        var line = oracle.Lineage(run);
        foreach (var path in line.SelectMany(part => part.Run.Series.Keys).Distinct())
        {
            var points = line.SelectMany(part => (part.Run.Series.GetValueOrDefault(path) ?? [])
                .Where(point => point.Step <= part.To).OrderBy(point => point.Step)).ToList();
            if (points.Count == 0) continue;
            if (found.GetValueOrDefault(path) is not { } row) return $"{path} is missing";
            if (row.Points != points.Count) return $"{path}: {row.Points} points are not {points.Count}";
            if (row.LastStep != points.Max(point => point.Step)) return $"{path}: last step {row.LastStep}";
            if (row.Type != AttributeType.FloatSeries) continue;

            if (row.Value != points[^1].Value) return $"{path}: last value {row.Value} is not {points[^1].Value}";
            var finite = points.Select(point => BitConverter.Int64BitsToDouble(Convert.ToInt64(point.Value, 16))).Where(double.IsFinite).ToList();
            if (row.Finite != finite.Count) return $"{path}: {row.Finite} finite points are not {finite.Count}";
            if (finite.Count > 0 && (row.Min != finite.Min() || row.Max != finite.Max() || Math.Abs(row.Total - finite.Sum()) > 1e-9))
                return $"{path}: min {row.Min}, max {row.Max}, total {row.Total} of {finite.Count} values";
        }

        return null;
    }

    static IEnumerable<(string Path, string Value)> ValuesOf(OracleRun run) =>
        run.Values.Select(value => (value.Key, value.Value))
            .Concat(run.Sets.Keys.Where(path => path != OracleRun.Tags).Select(path => (path, run.Members(path))));

    /// <summary>What forks take over of their ancestors' values: those of a late parent surely; of one that was there, what
    /// the store had at the fork's creation.</summary>
    string? LineageDifference(OracleRun run, Dictionary<string, StoredAttribute> found)
    {
        var line = oracle.Lineage(run).Reverse().Select(part => part.Run).ToList();
        if (found["sys/forking/depth"].Value != $"{line.Count - 1}") return $"forking depth {found["sys/forking/depth"].Value}";
        if (found["sys/family"].Value != line[^1].Id) return $"family {found["sys/family"].Value} is not {line[^1].Id}";

        var tags = found[OracleRun.Tags].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var own = run.Sets.GetValueOrDefault(OracleRun.Tags) ?? [];
        var all = line.SelectMany(one => one.Sets.GetValueOrDefault(OracleRun.Tags) ?? []).ToHashSet();
        var mustHaveTags = own.Count > 0 || line.Count > 1 && IsLate(run) && line[1].Sets.ContainsKey(OracleRun.Tags);
        if (!own.IsSubsetOf(tags) || !all.IsSupersetOf(tags) || mustHaveTags && tags.Length == 0)
            return $"tags {string.Join(' ', tags)} of {string.Join(' ', own)} and ancestors' {string.Join(' ', all)}";

        var inherits = true;
        foreach (var (child, ancestor) in line.Zip(line.Skip(1)))
        {
            inherits &= child.InheritsConfigs;
            foreach (var (path, history) in ancestor.History)
            {
                if (path == OracleRun.Tags) continue;
                var value = found.GetValueOrDefault(path)?.Value;
                if (value is null && MustTakeOver(run, path)) return $"{path} of {ancestor.Id} is missing";
                if (value is null) continue;
                if (!inherits || !history.Contains(value)) return $"{path} of {ancestor.Id}: {value}";
                if (value.Length == 0 && ancestor.Members(path).Length > 0 && MustTakeOver(run, path)) return $"{path} stayed empty";
            }
        }

        return null;
    }

    bool MustTakeOver(OracleRun run, string path) => run.InheritsConfigs && oracle.Parent(run) is { } parent
        && (MustTakeOver(parent, path) || IsLate(run) && parent.History.ContainsKey(path));

    bool IsLate(OracleRun run) => Find(run).Fork is { IsLate: true };

    /// <summary>Whether a parent was there when its fork was created depends on how fast other partitions are.</summary>
    void AllowPending(
        (int Partition, long Offset, string Parent) fork, Dictionary<(int, long), List<(string Path, IngestCode Code)>> found)
    {
        var isReported = found.TryGetValue((fork.Partition, fork.Offset), out var codes)
            && codes.Remove(("", IngestCode.RunForkParentNotFound));
        if (!oracle.Runs.ContainsKey(fork.Parent) && !isReported)
            throw new SimulationException($"The fork at {fork.Partition}-{fork.Offset} has no parent, and nobody says so.");
    }

    ulong NumberOf(OracleRun run) => Find(run).Number;

    Run Find(OracleRun run) =>
        runs.FindAsync(new RunKey(project, run.Id), CancellationToken.None).GetAwaiter().GetResult()
        ?? throw new SimulationException($"Run {run.Id} was created, but the catalog does not have it.");

    static void Same<T>(string what, List<T> expected, List<T> found)
    {
        if (expected.SequenceEqual(found)) return;

        var at = expected.Zip(found).TakeWhile(pair => Equals(pair.First, pair.Second)).Count();
        throw new SimulationException(
            $"{what}: {found.Count} are stored, not {expected.Count}; from {at} on expected "
            + $"{string.Join(", ", expected.Skip(at).Take(3))}, found {string.Join(", ", found.Skip(at).Take(3))}");
    }
}
