using System.CommandLine;
using System.Diagnostics;
using System.Net;
using NeptuneAlt.Client;
using NeptuneAlt.Demo;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Fills a project with training runs that are made up, so that there is something to look at.</summary>
static class DemoCommand
{
    const int Ranks = 8;

    static readonly Option<string> Url = new("--url") { Description = "Address of the server; else the one that the token names." };
    static readonly Option<string> Project = new("--project")
    {
        Description = "The project, made if it is missing.", DefaultValueFactory = _ => "demo/llm",
    };

    static readonly Option<int> Runs = Number("--runs", "How many runs.", 8, max: 1000);
    static readonly Option<int> Steps = Number("--steps", "Steps of a run, about.", 600, max: 100_000);
    static readonly Option<int> Layers = Number("--layers", "Layers of the model: six series each.", 6, max: 200);
    static readonly Option<int> Seed = Number("--seed", "The same seed gives the same runs.", 1, max: int.MaxValue);
    static readonly Option<int> Live = Number("--live", "So many runs go on until Ctrl+C.", 0, max: 100);

    public static Command Create(Func<Func<Task<int>>, Task<int>> guard, Func<ParseResult, ServerOptions> options)
    {
        var command = new Command(
            "demo",
            "Fills a project with training runs that are made up: forks, a diverging run, ranks, pictures, histograms, logs. "
            + "The API token is NEPTUNE_API_TOKEN; else that of the data folder.")
        {
            Url, Project, Runs, Steps, Layers, Seed, Live, ServerCommand.Json,
        };
        command.SetAction((parsed, cancellationToken) => guard(() => RunAsync(parsed, options(parsed), cancellationToken)));
        return command;
    }

    /// <exception cref="StartException">It makes no sense, or the server does not take it.</exception>
    static async Task<int> RunAsync(ParseResult parsed, ServerOptions options, CancellationToken cancellationToken)
    {
        var project = parsed.GetValue(Project)!; // It has a default.
        if (Catalog.ProjectNames.Split(project, out var workspace, out var name) is { } problem) throw new StartException(problem);
        var (token, address) = Server(parsed, options);
        var request = new TrainingRequest(
            address, token, project, parsed.GetValue(Runs), parsed.GetValue(Steps), parsed.GetValue(Layers),
            (ulong)parsed.GetValue(Seed), HasOddRun: false, parsed.GetValue(Live), TimeSpan.FromSeconds(1))
        {
            Ranks = Ranks,
        };
        try
        {
            await RefuseSecondAsync(request, cancellationToken);
            var page = new Uri(address, $"/o/{workspace}/org/{name}/runs/table");
            var started = Stopwatch.GetTimestamp();
            // The last line comes before the runs that go on.
            var left = request.Runs;
            await TrainingProject.FillAsync(
                request,
                line =>
                {
                    Console.WriteLine(line);
                    if (Interlocked.Decrement(ref left) != 0) return;

                    Console.WriteLine($"Look at {page}");
                    CommandReport.Write(
                        parsed.GetValue(ServerCommand.Json),
                        new { project, runs = request.Runs, page, seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1) });
                },
                cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException
            || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new StartException($"{address} did not take it: {failure.Message}", failure);
        }
    }

    /// <summary>Runs of these names cannot be made a second time: their times are others.</summary>
    static async Task RefuseSecondAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        using var client = await NeptuneClient.ConnectAsync(request.Address, request.Token, connections: 1, cancellationToken);
        try
        {
            var there = await client.SysIdsAsync(request.Project, cancellationToken);
            if (TrainingPlan.Of(request.Runs, request.Steps, request.Seed).Any(run => there.ContainsKey(run.Id)))
                throw new StartException($"{request.Project} has such runs already: name another project with --project.");
        }
        catch (HttpRequestException missing) when (missing.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // The project is made by its first run, if the token may.
        }
    }

    static (string Token, Uri Address) Server(ParseResult parsed, ServerOptions options)
    {
        var token = Environment.GetEnvironmentVariable("NEPTUNE_API_TOKEN")?.Trim();
        if (token is not { Length: > 0 })
            token = File.Exists(options.TokenFile)
                ? File.ReadAllText(options.TokenFile).Trim()
                : throw new StartException("Set NEPTUNE_API_TOKEN to an API token of the server.");
        return (token, ServerConnection.AddressOf(parsed.GetValue(Url), token));
    }

    static Option<int> Number(string name, string description, int fallback, int max)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < 0 || value > max))
                result.AddError($"{name} is a number from 0 to {max}.");
        });
        return option;
    }
}
