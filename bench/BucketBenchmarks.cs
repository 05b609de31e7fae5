using BenchmarkDotNet.Attributes;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Bench;

/// <summary>What a chart of long series is read from, each way beside the bare statement. An operation is a point that is
/// shown, read or not.</summary>
public class BucketBenchmarks : IAsyncDisposable
{
    const int Series = 10;
    const int PointsEach = 1_000_000;
    const int Points = Series * PointsEach;
    const int Buckets = 1_000;
    const long MicrosPerBucket = PointsEach * 1_000_000L / Buckets;

    static readonly SeriesSlice[] Slices =
        [.. Enumerable.Range(1, Series).Select(series => new SeriesSlice(1, (uint)series, -1, long.MaxValue))];
    static readonly BucketLine[] Lines = [.. Slices.Select(slice => new BucketLine([slice], [], 0))];
    static readonly BucketGrid Grid = new(0, PointsEach, Buckets);

    EngineFixture? _engine;

    ClickHouse Store => _engine!.Store; // Started.

    [GlobalSetup]
    public async Task StartAsync()
    {
        _engine = await EngineFixture.StartAsync();
        await _engine.AddPointsAsync(Series, PointsEach);
        await new RollupBuilder(new RollupTable(Store)).BuildAsync(
            [.. Slices.Select(slice => (slice.Run, slice.Series))], CancellationToken.None);
        await Store.ExecuteAsync("OPTIMIZE TABLE points FINAL", CancellationToken.None);
        await Store.ExecuteAsync("OPTIMIZE TABLE chunks FINAL", CancellationToken.None);
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null) await _engine.DisposeAsync();
        _engine = null;
    }

    /// <summary>The least that a chart needs: range, mean and count.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public async Task<int> BareAsync() => (await Store.QueryAsync(
        $"""
        SELECT series, intDiv(step, {MicrosPerBucket}) AS bucket, min(value) AS low, max(value) AS high, avg(value) AS mean,
            count() AS points
        FROM points WHERE run = 1 AND series <= {Series} GROUP BY series, bucket
        """,
        new SqlArguments(), CancellationToken.None)).Rows;

    /// <summary>Every figure of a bucket, from all points.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Task PointsAsync() => new BucketReads(Store).ReadAsync(
        new BucketShape(BucketAxis.Steps, false), Lines, Grid, CancellationToken.None);

    /// <summary>All rollups of level 1, as for edges that may move.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Task RollupsAsync() => new RollupTable(Store).ReadAsync(Slices, 1, CancellationToken.None);

    /// <summary>The points around the edges of a hundred buckets, as for edges that may not move.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public async Task AroundEdgesAsync()
    {
        var reads = new BucketReads(Store);
        foreach (var line in Lines)
            await reads.AroundEdgesAsync(
                line, BucketAxis.Steps, false, Grid with { Count = 100 }, Rollup.FinePoints, PointsEach, CancellationToken.None);
    }
}
