using System.CommandLine;
using System.Runtime.InteropServices;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting.Commands.Imports.Mlflow;
using NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;
using NeptuneAlt.Server.Hosting.Commands.Imports.Wandb;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

/// <summary>Runs of other trackers, from the command line: <c>import tensorboard</c> and the like.</summary>
static class TrackerCommands
{
    const string ExitCodes = " Can be stopped and begun again. 0: all is there; 1: something differs or was refused; 2: not begun.";

    static readonly Argument<string> LogFolder = new("logdir") { Description = "The folder that TensorBoard is given." };
    static readonly Argument<string> RunFolder = new("folder") { Description = "The folder wandb that has the runs, or one of a run." };
    static readonly Argument<string> Store = new("store") { Description = "The folder mlruns, or sqlite:///FILE." };
    static readonly Option<string> Artifacts = new("--artifacts")
    {
        Description = "The folder with EXPERIMENT/RUN/artifacts, if an SQLite store's are not where it says.",
    };

    static readonly Option<string> Project = new("--project")
    {
        Description = "The project that the runs come into, workspace/name; made if it is missing.", Required = true,
    };

    static readonly Option<bool> Follow = new("--follow") { Description = "Go on watching the folder, and send what is written there." };

    public static void AddTo(Command import, Func<Func<Task<int>>, Task<int>> guard)
    {
        Add(
            "tensorboard", "Imports event files of TensorBoard: a run for each folder that has some.", [LogFolder], [Follow],
            parsed => ImportCommand.Folder(parsed, LogFolder)!, TensorBoardAsync);
        Add(
            "wandb", "Imports runs of W&B from their folders: offline runs, and what online runs left on this disk.", [RunFolder], [],
            parsed => ImportCommand.Folder(parsed, RunFolder)!, WandbAsync);

        Add(
            "mlflow", "Imports runs of MLflow from a tracking store: a folder such as mlruns, or an SQLite file.", [Store], [Artifacts],
            parsed => parsed.GetValue(Store)!, MlflowAsync);

        void Add(
            string name, string description, Argument[] arguments, Option[] options, Func<ParseResult, string> source,
            Func<Import, CancellationToken, Task<TimeSpan>> run)
        {
            var command = new Command(name, description + ExitCodes) { Project, ServerCommand.Url, ServerCommand.Json, ImportCommand.Dry };
            foreach (var argument in arguments) command.Add(argument);
            foreach (var option in options) command.Add(option);
            command.SetAction((parsed, token) =>
                guard(() => ServerCommand.GuardedAsync(() => RunAsync(parsed, source, run, token), token)));
            import.Add(command);
        }
    }

    static async Task<int> RunAsync(
        ParseResult parsed, Func<ParseResult, string> source, Func<Import, CancellationToken, Task<TimeSpan>> run,
        CancellationToken cancellationToken)
    {
        var project = parsed.GetValue(Project)!; // It is required.
        if (Catalog.ProjectNames.Split(project, out _, out _) is { } problem) throw new StartException(problem);
        var place = source(parsed);
        using var server = parsed.GetValue(ImportCommand.Dry) ? null : ImportCommand.Server(parsed);
        if (server is not null) await server.ClientAsync(cancellationToken);
        using var report = new ImportReport(parsed.GetValue(ServerCommand.Json), place, server?.Address)
        {
            Source = place, Notes = ("What does not come, or comes otherwise:", "notes"),
        };
        var elapsed = await run(new Import(parsed, server, project, place, report), cancellationToken);
        report.End(Console.Out, elapsed);
        return report.HasDifferences ? ServerCommand.Different : 0;
    }

    static Task<TimeSpan> TensorBoardAsync(Import import, CancellationToken cancellationToken)
    {
        if (import.Parsed.GetValue(Follow)) return FollowAsync(import, cancellationToken);

        var runs = EventFolder.Find(import.Place).Select(found =>
        {
            string[] files = [.. EventFolder.FilesOf(found.Folder)];
            return new TrackerRun(
                found.Name, files, token => new RunFiles(import.Project, files).DigestAsync(token),
                token =>
                {
                    var folder = new EventFolder(found.Folder, found.Name);
                    folder.ReadOn(isLive: false, token);
                    return folder.Run;
                });
        }).ToList();
        if (runs.Count == 0) throw new StartException($"There are no event files below {import.Place}: their names contain 'tfevents'.");
        return ImportAsync(import, runs, cancellationToken);
    }

    static Task<TimeSpan> WandbAsync(Import import, CancellationToken cancellationToken)
    {
        var found = RunReader.Find(import.Place);
        if (found.Count == 0) throw new StartException($"There are no runs below {import.Place}: they are files such as run-ID.wandb.");

        var names = found.Select(run => NameOf(run.Files[^1])).ToArray();
        var own = names.GroupBy(name => name).Where(some => some.Count() == 1).Select(some => some.Key).ToHashSet();
        var runs = found.Select((run, i) => new TrackerRun(
            run.Id, run.Files, token => new RunFiles(import.Project, RunReader.AllFiles(run.Files)).DigestAsync(token),
            token => Named(RunReader.Open(run.Id, run.Files, token).Run, names[i], own))).ToList();
        return ImportAsync(import, runs, cancellationToken);

        static string NameOf(string file)
        {
            try
            {
                return RunReader.NameIn(file);
            }
            catch (InvalidDataException)
            {
                return ""; // It is said when its turn comes.
            }
        }
    }

    static Task<TimeSpan> MlflowAsync(Import import, CancellationToken cancellationToken)
    {
        var found = MlflowSource.Find(import.Place, ImportCommand.Folder(import.Parsed, Artifacts), import.Report.LeaveOut);
        var own = found.GroupBy(run => run.Row.Name ?? "").Where(some => some.Count() == 1).Select(some => some.Key).ToHashSet();
        var runs = found.Select(run => new TrackerRun(
            run.Row.RunId, run.Files, run.DigestAsync, token => Named(run.Read(token), run.Row.Name ?? "", own))).ToList();
        return ImportAsync(import, runs, cancellationToken);
    }

    /// <summary>Names need not be the only ones of their kind; experiments are.</summary>
    static FoundRun Named(FoundRun run, string name, HashSet<string> own)
    {
        run.Experiment = name.Length > 0 && own.Contains(name) ? name : run.Id;
        if (name.Length > 0 && name != run.Experiment) run.Values[SystemPaths.Name] = Values.Of(name);
        return run;
    }

    /// <summary>Until it is asked to end; asked twice, it ends at once.</summary>
    static async Task<TimeSpan> FollowAsync(Import import, CancellationToken cancellationToken)
    {
        var server = import.Server ?? throw new StartException("--follow sends what it sees: leave out --dry-run.");
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        return await new EventFollow(server, import.Project, import.Place, import.Report, Console.Out, TimeProvider.System)
            .RunAsync(!Console.IsOutputRedirected, asked.Token);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = !asked.IsCancellationRequested;
            asked.Cancel();
        }
    }

    static Task<TimeSpan> ImportAsync(Import import, IReadOnlyList<TrackerRun> runs, CancellationToken cancellationToken) =>
        new TrackerImport(import.Server, import.Project, import.Report, Console.Out, TimeProvider.System)
            .RunAsync(runs, !Console.IsOutputRedirected, cancellationToken);

    /// <summary>What was asked for.</summary>
    /// <param name="Place">Where the runs are.</param>
    sealed record Import(ParseResult Parsed, ImportServer? Server, string Project, string Place, ImportReport Report);
}
