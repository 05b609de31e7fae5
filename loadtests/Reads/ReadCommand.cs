using System.Diagnostics;
using System.Net;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.LoadTests.Reads;

/// <summary>
/// The command <c>read</c>: logs to a server of its own and restarts it, then asks what a user's page or a client asks, and
/// beside it the bare statement on the same engine, in turns. The first round is the cold one.
/// </summary>
/// <param name="during">What is written all the while; null: nothing.</param>
sealed class ReadCommand(ReadScenario scenario, Workload? during, ulong seed, int rounds, TimeSpan settle)
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    static readonly TimeSpan RefusedMax = TimeSpan.FromMinutes(10);

    public async Task<int> RunAsync(string? json, CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        var load = new LoadOptions(scenario.Seed, CommandLine.NewProject(scenario.Seed), seed);
        await SeedAsync(server, load, cancellationToken);
        await server.RestartAsync(cancellationToken);

        using var client = await NeptuneClient.ConnectAsync(server.Address, server.Token, 124, cancellationToken);
        using var store = new ClickHouse(StoreAddress.Embedded(Path.Combine(server.StoreFolder, "engine.sock")));
        var ids = await client.SysIdsAsync(load.Project, cancellationToken);
        var asked = new ReadQuestions(client, store, load, [.. ids.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
        var questions = await asked.OfAsync(scenario.Name, cancellationToken);

        using var writing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writer = during is null ? Task.CompletedTask : WriteAsync(client, during, writing.Token);
        if (during is not null) await Task.Delay(WarmUp, cancellationToken);
        var figures = await MeasureAsync(server.Tree, store, questions, cancellationToken);
        if (await asked.LaterAsync(scenario.Name, cancellationToken) is { Count: > 0 } later)
        {
            await StoreSize.SettledAsync(server.StoreFolder, settle, cancellationToken);
            figures = [.. figures, .. await MeasureAsync(server.Tree, store, later, cancellationToken)];
        }

        if (writer.IsFaulted) await writer;
        await writing.CancelAsync();
        await writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var report = new ReadReport(
            scenario.Name, scenario.What, during?.Name, load.Workload.Runs, load.Workload.Series, load.Workload.Steps, rounds,
            figures);
        Print(report);
        if (json is not null) ReportFile.Write(json, report);
        return 0;
    }

    async Task SeedAsync(EmbeddedServer server, LoadOptions load, CancellationToken cancellationToken)
    {
        using var client = await NeptuneClient.ConnectAsync(server.Address, server.Token, 24, cancellationToken);
        var outcome = await new LoadSession(client, load).RunAsync(server.Tree, cancellationToken);
        if (!outcome.IsVisible) throw new InvalidOperationException("What was logged did not become visible.");
        await StoreSize.SettledAsync(server.StoreFolder, settle, cancellationToken);
    }

    /// <summary>Writes a workload to a project of its own, again and again.</summary>
    async Task WriteAsync(NeptuneClient client, Workload workload, CancellationToken cancellationToken)
    {
        while (true)
        {
            var load = new LoadOptions(workload, CommandLine.NewProject(workload), seed)
            {
                Rate = workload.PacedRate, ShowsProgress = false,
            };
            await new LoadSession(client, load).RunAsync(null, cancellationToken);
        }
    }

    async Task<IReadOnlyList<ReadFigures>> MeasureAsync(
        ProcessTree processes, ClickHouse store, IReadOnlyList<ReadQuestion> questions, CancellationToken cancellationToken)
    {
        var taken = questions.Select(_ => new List<Taken>()).ToArray();
        for (var round = 0; round <= rounds; round++)
            for (var i = 0; i < questions.Count; i++)
                if (round <= 1 || !questions[i].IsWhole)
                    taken[i].Add(await AskAsync(processes, store, questions[i], cancellationToken));

        var figures = questions.Select((question, i) => Figures(question, taken[i])).ToArray();
        var bare = figures[^1].MedianMs;
        return [.. figures.Select((f, i) => i == figures.Length - 1 || questions[i].IsWhole
            ? f
            : f with { RatioToBare = f.MedianMs / bare, CpuToBare = f.CpuMs / figures[^1].CpuMs })];
    }

    /// <summary>Asks until there is an answer: a server that was just started refuses what runs had last until it has read
    /// that back.</summary>
    static async Task<Taken> AskAsync(
        ProcessTree processes, ClickHouse store, ReadQuestion question, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var refusals = 0; ; refusals++)
        {
            try
            {
                var taken = await AskOnceAsync(processes, store, question, cancellationToken);
                if (refusals > 0)
                    Console.WriteLine($"'{question.Name}' was refused for {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
                return taken;
            }
            catch (HttpRequestException refusal) when (
                refusal.StatusCode == HttpStatusCode.ServiceUnavailable && Stopwatch.GetElapsedTime(began) < RefusedMax)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    static async Task<Taken> AskOnceAsync(
        ProcessTree processes, ClickHouse store, ReadQuestion question, CancellationToken cancellationToken)
    {
        var before = await RowsReadAsync(store, cancellationToken);
        processes.ForgetPeaks();
        var cpu = processes.CpuSeconds();
        var started = Stopwatch.GetTimestamp();
        var answers = await question.AskAsync(cancellationToken);
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        cpu = processes.CpuSeconds() - cpu;
        var peaks = processes.ResidentBytesPeaks();
        return new Taken(milliseconds, cpu * 1000, answers, await RowsReadAsync(store, cancellationToken) - before, peaks);
    }

    /// <summary>Rows that all statements so far have read; reading it adds a few of its own.</summary>
    static async Task<long> RowsReadAsync(ClickHouse store, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            "SELECT sum(value) AS rows FROM system.events WHERE event = 'SelectedRows'", new SqlArguments(), cancellationToken);
        return (long)columns.Values<ulong>("rows")[0];
    }

    static ReadFigures Figures(ReadQuestion question, List<Taken> taken)
    {
        double[] warm = [.. taken.Skip(1).Select(t => t.Milliseconds).Order()];
        long[] rows = [.. taken.Skip(1).Select(t => t.Rows).Order()];
        return new ReadFigures(
            question.Name, taken[0].Milliseconds, warm[warm.Length / 2], warm[0], warm[^1], taken[^1].Answers, rows[rows.Length / 2])
        {
            CpuMs = taken.Skip(1).Average(t => t.CpuMs),
            ServerPeakBytes = taken.Max(t => t.Peaks.Server), EnginePeakBytes = taken.Max(t => t.Peaks.Engine),
        };
    }

    static void Print(ReadReport report)
    {
        var during = report.During is null ? "" : $", while {report.During} is written";
        Console.WriteLine(
            $"{report.Scenario}, {report.What}: {report.Runs:N0} runs × {report.Series:N0} series × {report.Steps:N0} steps{during}");
        Console.WriteLine(
            $"{"",-34}{"cold ms",10}{"p50 ms",10}{"range",18}{"CPU ms",10}{"answers",12}{"rows read",14}{"÷ bare",9}{"CPU ÷",9}{"server MB",11}{"engine MB",11}");
        foreach (var f in report.Questions)
            Console.WriteLine(
                $"{f.Question,-34}{f.FirstMs,10:N1}{f.MedianMs,10:N1}{$"{f.MinMs:N1}–{f.MaxMs:N1}",18}{f.CpuMs,10:N1}{f.Answers,12:N0}{f.RowsRead,14:N0}"
                + $"{f.RatioToBare,9:N3}{f.CpuToBare,9:N3}{f.ServerPeakBytes / 1e6,11:N0}{f.EnginePeakBytes / 1e6,11:N0}");
    }

    readonly record struct Taken(double Milliseconds, double CpuMs, long Answers, long Rows, (long Server, long Engine) Peaks);
}
