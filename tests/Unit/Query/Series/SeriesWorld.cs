using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Runs;

namespace NeptuneAlt.Unit.Query.Series;

/// <summary>Runs that fork, with float series in a real catalog and store, and beside it what they should look like.
/// </summary>
sealed class SeriesWorld(ClickHouse store, string folder, SeriesWorld.Live live) : IAsyncDisposable
{
    public SeriesWorld(ClickHouse store, string folder) : this(store, folder, new Live()) { }

    public sealed record Point(long Step, long Timestamp, double Value, float? Completion = null);

    readonly Dictionary<(ulong Run, string Path), List<Point>> _own = [];
    readonly SqliteDatabase _catalog = new(Path.Combine(folder, Guid.NewGuid().ToString("N") + ".db"));
    readonly AttributeTable _table = new();
    ulong _offset;
    readonly AsOf _ends = new(new MomentReads(store));
    readonly SeriesCache _series = new(new SeriesNumbers(store), new LiveReads(live.ReadAsync));
    readonly CellCache _cells = new(new RollupTable(store));
    readonly PointCache _points = new(new FloatReads(store));
    readonly FormulaCache _formulas = new();
    readonly RollupCache _rollups = new(new RollupTable(store), TimeProvider.System);

    public List<Run> Runs { get; } = [];

    /// <summary>A config that two of three runs have.</summary>
    public const string Config = "k/lr";

    public double? ConfigOf(Run run) => Runs.IndexOf(run) is var place && place % 3 == 2 ? null : (place + 1) * 0.25;

    /// <summary>How often runs that are being written were asked: once at each lookup of attributes.</summary>
    public int Lookups => live.Questions;

    public string[] Paths { get; } = ["a", "b/c", "d ${x}"];

    public SeriesResolver Resolver => new(new CatalogRuns(_catalog), _series, _ends);

    /// <summary>All of one world know the same series, rollups and points.</summary>
    public Buckets Buckets
    {
        get
        {
            var reads = new BucketReads(store);
            return new Buckets(
                Resolver, new FloatReads(store), _points, reads, new RollupReader(_rollups, _cells), new PlanReader(_points, reads),
                Formulas);
        }
    }

    public FormulaLines Formulas => FormulasOf(1_000_000, _formulas);

    /// <summary>Formulas that read few points at a time.</summary>
    public FormulaLines FormulasOf(long batchPointsMax) => FormulasOf(batchPointsMax, new FormulaCache());

    FormulaLines FormulasOf(long batchPointsMax, FormulaCache known) => new(
        new CatalogRuns(_catalog), Resolver,
        new CurrentAttributes(new AttributeReads(store), new AttributeValues(store), new LiveReads(live.ReadAsync)),
        new FloatReads(store), _points, known, batchPointsMax);

    public async Task CreateAsync(
        IReadOnlyList<(int? Parent, long ForkStep, bool SameExperiment)> runs,
        Func<int, string, IReadOnlyList<Point>> points, CancellationToken cancellationToken)
    {
        await _catalog.MigrateAsync(cancellationToken);
        var (project, _) = await new CatalogProjects(_catalog).CreateAsync(
            new NewProject("w", "p", null, "priv", "", DateTimeOffset.UnixEpoch), cancellationToken);
        for (var i = 0; i < runs.Count; i++)
        {
            var parent = runs[i].Parent is { } number ? Runs[number] : null;
            var experiment = runs[i].SameExperiment ? parent?.Experiment ?? "e" : $"e{i}";
            var creation = await new CatalogRuns(_catalog).CreateAsync(
                new NewRun(
                    new RunKey(project.Number, $"r{i}"), experiment, null, parent?.RunId, new Step(runs[i].ForkStep),
                    DateTimeOffset.FromUnixTimeMilliseconds(1000 + i)),
                cancellationToken);
            Runs.Add(creation.Run);

            var first = creation.Run.Fork is { Parent: not null } fork ? fork.Step.Micros : -1;
            foreach (var path in Paths)
                _own[(creation.Run.Number, path)] = [.. points(i, path).Where(point => point.Step > first)];
        }

        await InsertAsync(project.Number, cancellationToken);
    }

    /// <summary>More points of a run's series, of which only the live run tells, not yet its row.</summary>
    /// <param name="path">A series that the run itself has: a new one would be told of at once.</param>
    /// <param name="points">Behind those that there are.</param>
    public async Task AppendAsync(
        Run run, string path, IReadOnlyList<Point> points, CancellationToken cancellationToken)
    {
        _own[(run.Number, path)].AddRange(points);
        var number = (uint)Array.IndexOf(Paths, path) + 1;
        if (points.Count > 0) live.Ends[(run.Number, path)] = (All(run, path, LineageScope.Full, null).Count(), points[^1].Step);
        await InsertAsync([.. points.Select(point => (run.Number, number, point))], cancellationToken);
    }

    /// <summary>Makes the rollups for which there are points enough, as the write half does in the
    /// background.</summary>
    public Task BuildRollupsAsync(CancellationToken cancellationToken) => Builder.BuildAsync(
        [.. Runs.SelectMany(run => Paths.Select((_, number) => (run.Number, (uint)number + 1)))], cancellationToken);

    public RollupTable Rollups => new(store);

    public RollupBuilder Builder => new(Rollups);

    /// <summary>Leaves rollups as versions made them that did not count deviations.</summary>
    public Task ForgetDeviationsAsync(CancellationToken cancellationToken) => store.ExecuteAsync(
        "ALTER TABLE chunks UPDATE m2 = nan WHERE 1 SETTINGS mutations_sync = 2", cancellationToken);

    /// <summary>The series as the run shows it, by its definition: the parent's up to the fork step, then its own.
    /// </summary>
    public IReadOnlyList<Point> Expected(Run run, string path, LineageScope scope, bool withPreviews)
    {
        var all = All(run, path, scope, run.Experiment).ToList();
        var last = all.Where(point => point.Completion is null).Select(point => point.Step).DefaultIfEmpty(-1).Max();
        return [.. all.Where(point => point.Completion is null || (withPreviews && point.Step > last))
            .OrderBy(point => point.Step)];
    }

    /// <summary>The run with which a history begins.</summary>
    public Run RootOf(Run run, LineageScope scope) =>
        run.Fork is { Parent: { } number } && scope != LineageScope.Run && Runs.Single(one => one.Number == number) is var parent
        && (scope == LineageScope.Full || parent.Experiment == run.Experiment)
            ? RootOf(parent, scope)
            : run;

    /// <summary>All that a run has under a path, previews included.</summary>
    public IEnumerable<Point> All(Run run, string path) => All(run, path, LineageScope.Full, null);

    IEnumerable<Point> All(Run run, string path, LineageScope scope, string? experiment)
    {
        var own = _own[(run.Number, path)];
        if (run.Fork is not { Parent: { } number } fork || scope == LineageScope.Run) return own;

        var parent = Runs.Single(one => one.Number == number);
        if (scope == LineageScope.Experiment && parent.Experiment != experiment) return own;

        return All(parent, path, scope, experiment).Where(point => point.Step <= fork.Step.Micros).Concat(own);
    }

    async Task InsertAsync(uint project, CancellationToken cancellationToken)
    {
        var series = Runs.SelectMany(run => Paths.Select((path, number) => (run, path, number: (uint)number + 1))).ToArray();
        foreach (var (run, path, number) in series)
        {
            var all = All(run, path, LineageScope.Full, null).ToArray();
            if (all.Length == 0) continue;

            var last = all.Where(point => point.Completion is null).MaxBy(point => point.Step);
            _table.AddFloatSeries(
                run.Number, path, _own[(run.Number, path)].Count > 0 ? number : 0, all.Count(point => point.Completion is null),
                (last?.Step ?? 0, last?.Timestamp ?? 0), all.Any(point => point.Completion is not null),
                [.. all.Where(point => point.Completion is null).OrderBy(point => point.Step).Select(point => point.Value)]);
        }

        foreach (var run in Runs)
            if (ConfigOf(run) is { } config) _table.Add(new StoredAttribute(run.Number, Config, AttributeType.Float) { FloatValue = config });
        await _table.InsertAsync(store, project, cancellationToken);
        await InsertAsync(
            [.. series.SelectMany(one => _own[(one.run.Number, one.path)].Select(point => (one.run.Number, one.number, point)))],
            cancellationToken);
    }

    async Task InsertAsync((ulong Run, uint Series, Point Point)[] rows, CancellationToken cancellationToken)
    {
        _offset++;
        foreach (var group in rows.GroupBy(row => row.Point.Completion is not null))
        {
            var all = group.ToArray();
            using var block = new NativeBlock()
                .Add("run", [.. all.Select(row => row.Run)])
                .Add("series", [.. all.Select(row => row.Series)])
                .Add("step", [.. all.Select(row => row.Point.Step)])
                .Add("ts", [.. all.Select(row => row.Point.Timestamp)])
                .Add("value", [.. all.Select(row => row.Point.Value)])
                .Add("part", all.Select(_ => (ushort)0).ToArray())
                .Add("off", all.Select(_ => _offset).ToArray());
            if (group.Key) block.Add("completion", [.. all.Select(row => row.Point.Completion!.Value)]); // Of previews.
            await store.InsertAsync(group.Key ? "previews" : "points", block, null, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _series.Dispose();
        _ends.Dispose();
        _cells.Dispose();
        _rollups.Dispose();
        _points.Dispose();
        _formulas.Dispose();
        return _catalog.DisposeAsync();
    }

    /// <summary>What runs that are being written know of their series.</summary>
    internal sealed class Live
    {
        public Dictionary<(ulong Run, string Path), (int Points, long LastStep)> Ends { get; } = [];

        public int Questions { get; private set; }

        public Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery query, CancellationToken cancellationToken)
        {
            Questions++;
            return Task.FromResult<IReadOnlyList<LiveAttribute>>([.. Ends.Select(one => new LiveAttribute
            {
                Run = one.Key.Run, Project = 0, Path = query.Paths.ToList().IndexOf(one.Key.Path),
                Type = AttributeType.FloatSeries, Points = (ulong)one.Value.Points, LastStep = one.Value.LastStep,
            }).Where(one => one.Path >= 0 && query.Runs?.Contains(one.Run) != false)]);
        }
    }
}
