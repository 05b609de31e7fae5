using System.CommandLine;

namespace NeptuneAlt.Server;

/// <summary>The command line of the server.</summary>
static class CommandLine
{
    /// <summary>Reads it and runs the server; prints help or what is wrong with it otherwise.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] arguments, Func<ServerOptions, CancellationToken, Task<int>> run)
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder that everything is kept in.",
            DefaultValueFactory = _ => Setting("DATA") ?? "data",
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses to listen on, separated by semicolons. Beyond loopback, clients need a token.",
            DefaultValueFactory = _ => Setting("URLS") ?? ServerOptions.DefaultUrls,
        };
        var publicUrl = new Option<string?>("--public-url")
        {
            Description = "The address that clients reach the server at, where a proxy stands before it.",
            DefaultValueFactory = _ => Setting("PUBLIC_URL"),
        };
        var anonymous = new Option<bool>("--anonymous")
        {
            Description = "Accept any API token. Only while listening on loopback.",
            DefaultValueFactory = _ => Setting("ANONYMOUS") == "true",
        };
        var strict = new Option<bool>("--no-new-projects")
        {
            Description = "Refuse runs of projects that do not exist, instead of creating the project.",
            DefaultValueFactory = _ => Setting("NO_NEW_PROJECTS") == "true",
        };
        var noFsync = new Option<bool>("--no-fsync")
        {
            Description = "Acknowledge before the disk has the data: faster, but a power cut may lose the last moments.",
            DefaultValueFactory = _ => Setting("NO_FSYNC") == "true",
        };
        var root = new RootCommand("NeptuneAlt: experiment tracking for large training runs. Speaks Neptune's API.")
        {
            data, urls, publicUrl, anonymous, strict, noFsync,
        };
        root.SetAction((parsed, cancellationToken) => run(
            new ServerOptions(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(urls)!)
            {
                PublicUrl = parsed.GetValue(publicUrl),
                Anonymous = parsed.GetValue(anonymous),
                CreateMissingProjects = !parsed.GetValue(strict),
                Fsync = !parsed.GetValue(noFsync),
            },
            cancellationToken));
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    static string? Setting(string name) => Environment.GetEnvironmentVariable("NEPTUNEALT_" + name);
}
