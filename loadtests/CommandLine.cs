using System.CommandLine;
using NeptuneAlt.LoadTests.Comparison;
using NeptuneAlt.LoadTests.Faults;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Reads;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests;

/// <summary>The command line of the load tests.</summary>
static class CommandLine
{
    static readonly Option<double> Scale = new("--scale")
    {
        Description = "A fraction of the workload: fewer runs (L3: series, L5: steps).",
        DefaultValueFactory = _ => 1,
    };
    static readonly Option<ulong> Seed = new("--seed") { Description = "Of all values and faults.", DefaultValueFactory = _ => 1 };
    static readonly Option<string?> Json = new("--json") { Description = "File for the figures." };

    /// <returns>0; 1 if a point was lost or not as sent; 2 if the test could not be made.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Load tests: seeded workloads over Neptune's own API, with an oracle of every point.")
        {
            Run(), Latency(), Compare(), Read(), Faults(), Seeding(), Exporting(), ReadingInBulk(),
        };
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            return await root.Parse(arguments).InvokeAsync(configuration);
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 2;
        }
    }

    static Command ReadingInBulk()
    {
        var url = new Option<string>("--url") { Description = "A running server.", Required = true };
        var token = TokenOption();
        var project = new Option<string>("--project") { Description = "Whose points are read.", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "How often.", DefaultValueFactory = _ => 3 };
        var command = new Command("read-arrow", "Reads all points of a project in bulk.") { url, token, project, rounds };
        command.SetAction((parsed, cancellationToken) => new BulkReadCommand(
            new Uri(parsed.GetValue(url)!), parsed.GetValue(token) ?? "", parsed.GetValue(project)!, parsed.GetValue(rounds))
            .RunAsync(cancellationToken));
        return command;
    }

    static Command Exporting()
    {
        var folder = new Argument<string>("folder") { Description = "Where to make it; data is below it." };
        var runs = Number("--runs", "Runs; every fifth is a fork of the one before.", 50);
        var series = Number("--series", "Float series of each run.", 100);
        var steps = Number("--steps", "Points of each series.", 1000);
        var command = new Command("export-folder", "Makes a folder as neptune-exporter does, to be imported.") { folder, runs, series, steps, Seed };
        command.SetAction((parsed, cancellationToken) => new Generation.ExportWriter(
            parsed.GetValue(folder)!, parsed.GetValue(runs), parsed.GetValue(series), parsed.GetValue(steps), parsed.GetValue(Seed))
            .WriteAsync(cancellationToken));
        return command;

        static Option<int> Number(string name, string description, int fallback) =>
            new(name) { Description = description, DefaultValueFactory = _ => fallback };
    }

    static Command Run()
    {
        var workload = WorkloadArgument();
        var paced = new Option<bool>("--paced") { Description = "Log at the workload's own pace." };
        var max = new Option<bool>("--max") { Description = "Log as fast as acknowledgements come (the default)." };
        var rate = new Option<double?>("--rate") { Description = "Log at this pace, in points a second." };
        var url = new Option<string?>("--url") { Description = "A running server; otherwise an embedded one is started." };
        var token = TokenOption();
        var steps = new Option<int?>("--steps") { Description = "Steps of each run, in place of the workload's own." };
        var seconds = new Option<double?>("--seconds") { Description = "Stop sending after this time." };
        var minutes = new Option<double?>("--minutes") { Description = "Log as many steps as take this time, at a given pace." };
        var verify = VerifyOption("all");
        var settle = new Option<double>("--settle")
        {
            Description = "Seconds to wait at most for merges before measuring the disk.",
            DefaultValueFactory = _ => 30,
        };
        var rest = new Option<bool>("--rest") { Description = "Wait a minute, until runs that are over have their last rows, and measure that too." };
        var probe = new Option<bool>("--probe") { Description = "Measure single points in queries too (always when paced)." };
        var dashboard = new Option<bool>("--dashboard") { Description = "Ask for 20 live charts of 10 runs every 5 seconds meanwhile." };
        var command = new Command("run", "Runs one workload.")
        {
            workload, paced, max, rate, url, token, Scale, Seed, steps, seconds, minutes, verify, settle, rest, probe, dashboard, Json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var scaled = Workload.Named(parsed.GetValue(workload)!).Scaled(parsed.GetValue(Scale));
            if (parsed.GetValue(steps) is { } count) scaled = scaled with { Steps = count };
            var pace = parsed.GetValue(rate) ?? (parsed.GetValue(paced) ? scaled.PacedRate : null);
            if (parsed.GetValue(minutes) is { } lasting)
                scaled = scaled.Lasting(
                    TimeSpan.FromMinutes(lasting),
                    pace ?? throw new ArgumentException("--minutes needs --paced or --rate."));
            var load = new LoadOptions(scaled, NewProject(scaled), parsed.GetValue(Seed))
            {
                Rate = pace,
                HasProbe = pace is not null || parsed.GetValue(probe),
                HasDashboard = parsed.GetValue(dashboard),
            };
            if (parsed.GetValue(seconds) is { } time) load = load with { TimeMax = TimeSpan.FromSeconds(time) };
            return RunCommand.RunAsync(
                new RunRequest(
                    load, parsed.GetValue(url) is { } address ? new Uri(address) : null, parsed.GetValue(token), Count(parsed.GetValue(verify)!),
                    parsed.GetValue(Json), TimeSpan.FromSeconds(parsed.GetValue(settle))) { WaitsForRest = parsed.GetValue(rest) },
                cancellationToken);
        });
        return command;
    }

    static Command Latency()
    {
        var workload = new Option<string>("--workload") { Description = "L1 to L8.", DefaultValueFactory = _ => "L2" };
        workload.AcceptOnlyFromAmong([.. Workload.All.Select(w => w.Name)]);
        var seconds = new Option<double>("--seconds") { Description = "How long each pace is held.", DefaultValueFactory = _ => 30 };
        var most = new Option<double?>("--most") { Description = "Points a second that count as the most; otherwise they are measured." };
        var percents = new Option<int[]>("--at")
        {
            Description = "Percents of the most.",
            DefaultValueFactory = _ => [25, 50, 75],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("latency", "Measures how long one waits at fractions of the most that a server takes in.")
        {
            workload, seconds, most, percents, Scale, Seed, Json,
        };
        command.SetAction((parsed, cancellationToken) => new LatencyCommand(
            Workload.Named(parsed.GetValue(workload)!).Scaled(parsed.GetValue(Scale)), parsed.GetValue(Seed),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(most), parsed.GetValue(percents)!)
            .RunAsync(parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static Command Compare()
    {
        var rival = new Argument<string>("rival") { Description = "victoria-metrics (Debian's package), or raw inserts into the engine." };
        rival.AcceptOnlyFromAmong([.. CompareCommand.Rivals]);
        var workload = new Option<string>("--workload") { Description = "L1 to L6.", DefaultValueFactory = _ => "L2" };
        var rounds = new Option<int>("--rounds") { Description = "How often each side runs.", DefaultValueFactory = _ => 5 };
        var settle = new Option<double>("--settle")
        {
            Description = "Seconds to wait at most for merges before measuring the disk.",
            DefaultValueFactory = _ => 15,
        };
        var verify = VerifyOption("1000");
        var command = new Command("compare", "Compares points per CPU-second with another system, round by round.")
        {
            rival, workload, rounds, Scale, Seed, settle, verify, Json,
        };
        command.SetAction((parsed, cancellationToken) => new CompareCommand(
            parsed.GetValue(rival)!, Workload.Named(parsed.GetValue(workload)!).Scaled(parsed.GetValue(Scale)),
            parsed.GetValue(Seed), parsed.GetValue(rounds), Count(parsed.GetValue(verify)!),
            TimeSpan.FromSeconds(parsed.GetValue(settle)))
            .RunAsync(parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static Command Read()
    {
        var scenario = new Argument<string>("scenario") { Description = "R1 to R8." };
        scenario.AcceptOnlyFromAmong([.. ReadScenario.All.Select(s => s.Name)]);
        var rounds = new Option<int>("--rounds") { Description = "How often each is asked.", DefaultValueFactory = _ => 11 };
        var settle = new Option<double>("--settle")
        {
            Description = "Seconds to wait at most for merges before asking.",
            DefaultValueFactory = _ => 30,
        };
        var during = new Option<string?>("--during") { Description = "A workload that is written meanwhile, at its own pace." };
        during.AcceptOnlyFromAmong([.. Workload.All.Select(w => w.Name)]);
        var command = new Command("read", "Measures queries beside the bare statements on the same engine.")
        {
            scenario, during, Scale, Seed, rounds, settle, Json,
        };
        command.SetAction((parsed, cancellationToken) => new ReadCommand(
            ReadScenario.Named(parsed.GetValue(scenario)!).Scaled(parsed.GetValue(Scale)),
            parsed.GetValue(during) is { } workload ? Workload.Named(workload) : null, parsed.GetValue(Seed),
            parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(settle)))
            .RunAsync(parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static Command Faults()
    {
        var fault = new Argument<string>("fault") { Description = "One of them; all if none is named.", Arity = ArgumentArity.ZeroOrOne };
        fault.AcceptOnlyFromAmong([.. FaultsCommand.All.Keys]);
        var trials = new Option<int>("--trials") { Description = "How often each is tried.", DefaultValueFactory = _ => 3 };
        var command = new Command("faults", "Breaks an embedded server under load, and proves that nothing was lost.")
        {
            fault, trials, Seed, Json,
        };
        command.SetAction((parsed, cancellationToken) => FaultsCommand.RunAsync(
            parsed.GetValue(fault) is { } one ? [one] : [.. FaultsCommand.All.Keys], parsed.GetValue(trials), parsed.GetValue(Seed),
            parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static Command Seeding()
    {
        var url = new Option<string>("--url") { Description = "A running server.", Required = true };
        var token = TokenOption();
        var project = new Option<string>("--project") { Description = "Is made if need be.", DefaultValueFactory = _ => "team/llm" };
        var runs = new Option<int>("--runs") { Description = "How many runs.", DefaultValueFactory = _ => 12 };
        var steps = new Option<int>("--steps") { Description = "Steps of a run, about.", DefaultValueFactory = _ => 2000 };
        var layers = new Option<int>("--layers") { Description = "Layers of the model: six series each.", DefaultValueFactory = _ => 12 };
        var odd = new Option<bool>("--odd") { Description = "Add a run whose names try to break pages." };
        var live = new Option<int>("--live") { Description = "So many runs go on logging until Ctrl-C." };
        var interval = new Option<double>("--interval") { Description = "Seconds between live steps.", DefaultValueFactory = _ => 1 };
        var command = new Command("seed", "Fills a project with what people who train language models log.")
        {
            url, token, project, runs, steps, layers, Seed, odd, live, interval,
        };
        command.SetAction((parsed, cancellationToken) => TrainingProject.FillAsync(
            new TrainingRequest(
                new Uri(parsed.GetValue(url)!), parsed.GetValue(token) ?? "", parsed.GetValue(project)!, parsed.GetValue(runs),
                parsed.GetValue(steps), parsed.GetValue(layers), parsed.GetValue(Seed), parsed.GetValue(odd), parsed.GetValue(live),
                TimeSpan.FromSeconds(parsed.GetValue(interval))),
            Console.WriteLine, cancellationToken));
        return command;
    }

    static Option<string?> TokenOption() => new("--token")
    {
        Description = "API token for --url; otherwise NEPTUNE_API_TOKEN.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("NEPTUNE_API_TOKEN"),
    };

    static Argument<string> WorkloadArgument()
    {
        var workload = new Argument<string>("workload") { Description = "L1 to L8." };
        workload.AcceptOnlyFromAmong([.. Workload.All.Select(w => w.Name)]);
        return workload;
    }

    static Option<string> VerifyOption(string usual) => new("--verify")
    {
        Description = "How many series to read back and compare: all, or a number.",
        DefaultValueFactory = _ => usual,
    };

    static int? Count(string text) => text == "all" ? null : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A project of its own: then run ids and oracles of earlier loads do not matter.</summary>
    public static string NewProject(Workload workload) =>
        $"load/{workload.Name.ToLowerInvariant()}-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}";
}
