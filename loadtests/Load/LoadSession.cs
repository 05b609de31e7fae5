using System.Diagnostics;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>One load from the first request until the last point is visible.</summary>
sealed class LoadSession
{
    const int SnapshotBytesMax = 3 << 19;
    static readonly TimeSpan GiveUpTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan CreationTimeout = TimeSpan.FromMilliseconds(3);

    readonly NeptuneClient _client;
    readonly LoadOptions _options;
    readonly VisibilityWatch _watch;
    readonly PointProbe _probe;
    readonly LiveDashboard _dashboard;
    readonly LoadCounts _counts = new();
    readonly Latency _ack = new();
    readonly RunWriter[] _writers;

    public LoadSession(NeptuneClient client, LoadOptions options)
    {
        (_client, _options) = (client, options);
        _watch = new VisibilityWatch(client, options.Project);
        _probe = new PointProbe(client, options.Project);
        _dashboard = new LiveDashboard(client, options);
        Oracles = Scripts(options.Workload, options.Project, options.Seed).Select(script => new RunOracle(script)).ToArray();
        _writers = [.. Oracles.Select(oracle => new RunWriter(client, oracle, _watch, _counts, _ack))];
    }

    /// <summary>What was sent so far.</summary>
    public LoadCounts Counts => _counts;

    /// <summary>What is not done yet.</summary>
    public VisibilityWatch Watch => _watch;

    /// <summary>What the server must have, client by client.</summary>
    public IReadOnlyList<RunOracle> Oracles { get; }

    public static IEnumerable<RunScript> Scripts(Workload workload, string project, ulong seed)
    {
        var values = new PointValues(workload, seed);
        var slices = Enumerable.Range(0, workload.WritersPerRun)
            .Select(client => SnapshotTemplate.Slices(workload, SnapshotBytesMax, client)).ToArray();
        return
            from run in Enumerable.Range(0, workload.Runs)
            from some in slices
            select new RunScript(workload, values, some, project, $"{workload.Name.ToLowerInvariant()}-{run:D4}", run);
    }

    /// <summary>Loads.</summary>
    /// <param name="server">All its processes; null: they are elsewhere.</param>
    public async Task<LoadOutcome> RunAsync(ProcessTree? server, CancellationToken cancellationToken)
    {
        GeneratorCheck.Run(Oracles[0].Script);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = _watch.RunAsync(watching.Token);
        try
        {
            await CreateRunsAsync(cancellationToken);
            var probe = _options.HasProbe ? _probe.RunAsync(watching.Token) : Task.CompletedTask;
            var dashboard = _options.HasDashboard ? _dashboard.RunAsync(watching.Token) : Task.CompletedTask;
            var outcome = await MeasureAsync(server, cancellationToken);
            await watching.CancelAsync();
            await EndAsync(probe);
            await EndAsync(dashboard);
            return outcome with
            {
                PointVisible = _probe.Visible.Percentiles(), Dashboard = _dashboard.Refresh.Percentiles(),
            };
        }
        finally
        {
            await watching.CancelAsync();
            await EndAsync(watch);
        }
    }

    async Task<LoadOutcome> MeasureAsync(ProcessTree? server, CancellationToken cancellationToken)
    {
        using var progressing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cpuBefore = server?.CpuSeconds() ?? 0;
        var started = Stopwatch.GetTimestamp();
        var progress = _options.ShowsProgress
            ? new ProgressLines(_options, _counts, _ack, _watch, server).RunAsync(progressing.Token)
            : Task.CompletedTask;
        var memory = server is null ? null : new MemoryWatch(server);
        var remembering = memory?.RunAsync(progressing.Token) ?? Task.CompletedTask;

        await SendAsync(cancellationToken);
        var acknowledged = Stopwatch.GetElapsedTime(started);
        var isVisible = await _watch.DrainAsync(_options.VisibleTimeout, cancellationToken);
        var visible = Stopwatch.GetElapsedTime(started);
        var cpu = server?.CpuSeconds() - cpuBefore;

        await progressing.CancelAsync();
        await EndAsync(progress);
        await EndAsync(remembering);
        return new LoadOutcome(_counts, acknowledged, visible, isVisible, cpu)
        {
            Ack = _ack.Percentiles(),
            Visible = _watch.Visible.Percentiles(),
            ResidentBytesAtEnd = memory?.BytesAtEnd(),
            ResidentBytesPerHour = memory?.BytesPerHour(),
            VerdictsWrong = _watch.VerdictsWrong,
            WrongVerdicts = _watch.WrongVerdicts,
        };
    }

    async Task SendAsync(CancellationToken cancellationToken)
    {
        // Ending the load is no reason to lose an answer: requests under way are waited for.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(_options.TimeMax);
        waiting.CancelAfter(_options.TimeMax + GiveUpTimeout);
        var end = new LoadEnd(ending.Token, waiting.Token);
        var sending = _options.Rate is { } rate
            ? Pace.SteadyAsync(_writers, TimeSpan.FromSeconds(_options.Workload.SeriesInAll / rate), end)
            : Pace.ClosedAsync(_writers, _options.Workload.Connections, end);
        await sending;
        cancellationToken.ThrowIfCancellationRequested();
    }

    async Task CreateRunsAsync(CancellationToken cancellationToken)
    {
        const int atOnce = 8;
        await Parallel.ForEachAsync(
            _writers, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (run, stop) =>
            {
                using var writer = new ProtoWriter();
                await run.CreateAsync(writer, stop);
            });
        if (!await _watch.DrainAsync(GiveUpTimeout + (CreationTimeout * _writers.Length), cancellationToken))
            throw new InvalidOperationException("The runs were not created in time.");
    }

    static async Task EndAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>What a load was like.</summary>
/// <param name="Acknowledged">Time until the last acknowledgement.</param>
/// <param name="UntilVisible">Time until the last point was visible.</param>
/// <param name="CpuSeconds">Of all processes of the server, until then.</param>
sealed record LoadOutcome(
    LoadCounts Counts, TimeSpan Acknowledged, TimeSpan UntilVisible, bool IsVisible, double? CpuSeconds)
{
    public Percentiles? Ack { get; init; }
    public Percentiles? Visible { get; init; }
    public Percentiles? PointVisible { get; init; }
    public Percentiles? Dashboard { get; init; }
    public long? ResidentBytesAtEnd { get; init; }
    public double? ResidentBytesPerHour { get; init; }
    public int VerdictsWrong { get; init; }
    public IReadOnlyList<string> WrongVerdicts { get; init; } = [];
}
