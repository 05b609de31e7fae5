using System.CommandLine;
using System.Text.Json;
using NeptuneAlt.Client;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>Dashboards as files, from the command line: <c>dashboards pull|push|diff FOLDER</c>.</summary>
static class DashboardsCommand
{
    /// <summary>Files and server differ.</summary>
    const int Different = 2;

    static readonly Argument<string> Folder = new("folder") { Description = "Folder of the files, one a dashboard." };

    static readonly Option<string> Project = new("--project")
    {
        Description = "The project, workspace/name; else NEPTUNE_PROJECT.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("NEPTUNE_PROJECT") ?? "",
    };

    static readonly Option<string> Server = new("--server") { Description = "Address of the server; else the one that the token names." };
    static readonly Option<string> TokenFile = new("--token-file")
    {
        Description = "File with the API token; else it is NEPTUNE_API_TOKEN.",
    };

    static readonly Option<bool> Dry = new("--dry-run") { Description = "Only tell what would be done." };
    static readonly Option<bool> Deletes = new("--delete") { Description = "Delete what the other side does not have." };

    public static Command Create(Func<Func<Task<int>>, Task<int>> guard)
    {
        var command = new Command("dashboards", "Dashboards as files: pull them from a server, push them to it, or see the differences. The API token is NEPTUNE_API_TOKEN.");
        Add("pull", "Writes a project's dashboards into a folder.", (sync, token) => sync.PullAsync(token), Dry, Deletes);
        Add("push", "Publishes a folder's dashboards in a project, as new versions.", (sync, token) => sync.PushAsync(token), Dry, Deletes);
        var diff = Add("diff", "Tells what a push would change. 0: nothing, 2: something.", null);
        diff.SetAction((parsed, cancellationToken) => guard(() => RunAsync(
            parsed, async (sync, token) => await sync.DiffAsync(token) ? Different : 0, cancellationToken)));
        return command;

        Command Add(string name, string description, Func<DashboardSync, CancellationToken, Task>? run, params Option[] options)
        {
            var one = new Command(name, description) { Folder, Project, Server, TokenFile };
            foreach (var option in options) one.Add(option);
            if (run is not null)
                one.SetAction((parsed, cancellationToken) => guard(() => RunAsync(
                    parsed,
                    async (sync, token) =>
                    {
                        await run(sync, token);
                        return 0;
                    },
                    cancellationToken)));
            command.Add(one);
            return one;
        }
    }

    static async Task<int> RunAsync(
        ParseResult parsed, Func<DashboardSync, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var token = parsed.GetValue(TokenFile) is { Length: > 0 } file
            ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim()
            : Environment.GetEnvironmentVariable("NEPTUNE_API_TOKEN");
        if (string.IsNullOrWhiteSpace(token)) throw new StartException("Set NEPTUNE_API_TOKEN to an API token of the server, or give --token-file.");
        if (parsed.GetValue(Project) is not { Length: > 0 } project)
            throw new StartException("Name the project: --project workspace/name.");

        try
        {
            var address = new Uri(parsed.GetValue(Server) is { Length: > 0 } given ? given : AddressOf(token));
            using var client = await NeptuneClient.ConnectAsync(address, token, connections: 2, cancellationToken);
            var sync = new DashboardSync(
                new DashboardServer(client, project), new DashboardFolder(parsed.GetValue(Folder)!), Console.Out, // it is required
                parsed.GetValue(Dry), parsed.GetValue(Deletes));
            return await run(sync, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or FormatException or UriFormatException or TaskCanceledException)
        {
            throw new StartException(failure.Message, failure);
        }
    }

    /// <exception cref="FormatException">It is no API token.</exception>
    internal static string AddressOf(string token)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(token.Trim()));
            return json.RootElement.GetProperty("api_address").GetString() ?? throw new FormatException("The API token names no server.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("NEPTUNE_API_TOKEN is not an API token.", exception);
        }
    }
}
