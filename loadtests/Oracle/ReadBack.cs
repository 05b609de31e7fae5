using System.Diagnostics;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Load;

namespace NeptuneAlt.LoadTests.Oracle;

/// <summary>Reads everything back, or a sample, and compares it point by point with what was acknowledged.</summary>
/// <param name="seriesMax">Series to read, spread over the runs; null: all.</param>
sealed class ReadBack(NeptuneClient client, string project, IReadOnlyList<RunOracle> oracles, int? seriesMax)
{
    const int SeriesPerRequest = 5_000;
    const int PointsPerRequest = 1_000_000;
    const int AtOnce = 2;
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    readonly Findings _total = new();

    public async Task<Findings> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var sysIds = await client.SysIdsAsync(project, cancellationToken);
        using var timer = new Timer(_ => Tell(started), null, ProgressInterval, ProgressInterval);
        await Parallel.ForEachAsync(
            oracles, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (oracle, stop) => await ReadRunAsync(oracle, sysIds.GetValueOrDefault(oracle.Script.RunId), stop));
        _total.Time = Stopwatch.GetElapsedTime(started);
        return _total;
    }

    void Tell(long started) => Console.WriteLine(
        $"read back {_total.Read / 1e6:F2} M points in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");

    async Task ReadRunAsync(RunOracle oracle, string? sysId, CancellationToken cancellationToken)
    {
        foreach (var chunk in Chosen(oracle).Chunk(SeriesPerRequest))
        {
            var findings = new Findings();
            if (sysId is null) foreach (var series in chunk) new SeriesComparison(oracle, series, findings).End();
            else await ReadSeriesAsync(oracle, $"{project}/{sysId}", chunk, findings, cancellationToken);
            _total.Add(findings);
        }
    }

    async Task ReadSeriesAsync(
        RunOracle oracle, string run, int[] chunk, Findings findings, CancellationToken cancellationToken)
    {
        var open = chunk.Select(series => new SeriesComparison(oracle, series, findings)).ToList();
        while (open.Count > 0)
        {
            var pointsMax = Math.Max(1, PointsPerRequest / open.Count);
            var pages = await SeriesQuery.PageAsync(
                client, run, [.. open.Select(series => (series.Name, series.After))], pointsMax, cancellationToken);
            var full = new List<SeriesComparison>();
            foreach (var (series, page) in open.Zip(pages))
            {
                series.Take(page);
                if (page.Count >= pointsMax) full.Add(series);
                else series.End();
            }

            open = full;
        }
    }

    /// <summary>Of each run as many series, evenly spread, at another place in each run.</summary>
    IEnumerable<int> Chosen(RunOracle oracle)
    {
        var all = oracle.Script.Series;
        var count = seriesMax is { } max ? Math.Clamp((max + oracles.Count - 1) / oracles.Count, 1, all) : all;
        var first = (int)(Chance.Mix(oracle.Script.Key) % (ulong)all);
        return Enumerable.Range(0, count)
            .Select(i => oracle.Script.FirstSeries + (int)((first + (long)i * all / count) % all)).Order();
    }
}

/// <summary>Goes along the points that a query gives and those that the oracle expects.</summary>
sealed class SeriesComparison(RunOracle oracle, int series, Findings findings)
{
    readonly IEnumerator<(long Step, double Value, bool IsCertain)> _expected = oracle.Expected(series).GetEnumerator();
    bool _isStarted, _hasExpected;

    public string Name { get; } = oracle.Script.Workload.NameOf(series);

    /// <summary>The last step seen.</summary>
    public double? After { get; private set; }

    public void Take(List<SeriesPoint> page)
    {
        if (!_isStarted) MoveNext();
        foreach (var point in page)
        {
            findings.Read++;
            if (point.Step <= After)
            {
                findings.Report(ref findings.Doubled, oracle.Script, Name, $"step {point.Step} came after {After}");
                continue;
            }

            After = point.Step;
            while (_hasExpected && _expected.Current.Step < point.Step) Miss();
            Compare(point);
        }
    }

    /// <summary>There are no more points.</summary>
    public void End()
    {
        if (!_isStarted) MoveNext();
        while (_hasExpected) Miss();
        _expected.Dispose();
    }

    void Compare(SeriesPoint point)
    {
        if (!_hasExpected || point.Step != _expected.Current.Step)
        {
            findings.Report(ref findings.Wrong, oracle.Script, Name, $"step {point.Step} should not be there");
            return;
        }

        var (step, value, isCertain) = _expected.Current;
        var time = oracle.Script.Values.TimeMs(oracle.Script.Key, step);
        if (BitConverter.DoubleToInt64Bits(point.Value) != BitConverter.DoubleToInt64Bits(value) || point.TimeMs != time)
            findings.Report(
                ref findings.Wrong, oracle.Script, Name, $"step {step} is {point.Value} at {point.TimeMs}, not {value} at {time}");
        findings.Checksum ^= SumOf(step, point.TimeMs, point.Value);
        findings.ChecksumExpected ^= SumOf(step, time, value);
        if (isCertain) findings.Expected++;
        MoveNext();
    }

    void Miss()
    {
        var (step, value, isCertain) = _expected.Current;
        if (isCertain)
        {
            findings.Expected++;
            findings.ChecksumExpected ^= SumOf(step, oracle.Script.Values.TimeMs(oracle.Script.Key, step), value);
            findings.Report(ref findings.Lost, oracle.Script, Name, $"step {step} is missing");
        }

        MoveNext();
    }

    ulong SumOf(long step, long time, double value) => Chance.Mix(
        Chance.Mix(Chance.Mix(oracle.Script.Key + (ulong)series) + (ulong)step) ^ (ulong)time
        ^ Chance.Mix(BitConverter.DoubleToUInt64Bits(value)));

    void MoveNext() => (_isStarted, _hasExpected) = (true, _expected.MoveNext());
}

/// <summary>What the comparison found.</summary>
sealed class Findings
{
    const int DescribedMax = 5;
    readonly Lock _lock = new();

    public long Expected, Read, Lost, Doubled, Wrong;
    public ulong Checksum, ChecksumExpected;

    public TimeSpan Time { get; set; }

    /// <summary>The first few faults.</summary>
    public List<string> Described { get; } = [];

    public bool IsClean => Lost == 0 && Doubled == 0 && Wrong == 0 && Checksum == ChecksumExpected;

    public void Report(ref long count, RunScript script, string series, string fault)
    {
        count++;
        if (Described.Count < DescribedMax) Described.Add($"{script.RunId} {series}: {fault}");
    }

    public void Add(Findings other)
    {
        lock (_lock)
        {
            Expected += other.Expected;
            Read += other.Read;
            Lost += other.Lost;
            Doubled += other.Doubled;
            Wrong += other.Wrong;
            Checksum ^= other.Checksum;
            ChecksumExpected ^= other.ChecksumExpected;
            Described.AddRange(other.Described.Take(DescribedMax - Described.Count));
        }
    }
}
