using System.Diagnostics;

namespace NeptuneAlt.LoadTests.Cluster;

/// <summary>A PostgreSQL server of one's own, where it is installed as Debian does it. It listens on a socket in its folder
/// alone.</summary>
sealed class PostgresProcess : IAsyncDisposable
{
    readonly string _folder;
    readonly string _programs;

    PostgresProcess(string folder, string programs) => (_folder, _programs) = (folder, programs);

    public string ConnectionString => $"Host={_folder};Username=app;Database=postgres";

    /// <returns><c>null</c> where PostgreSQL is not installed.</returns>
    public static async Task<PostgresProcess?> StartAsync()
    {
        const string installed = "/usr/lib/postgresql";
        var programs = !Directory.Exists(installed) ? null
            : Directory.EnumerateDirectories(installed).Order().Select(path => path + "/bin").LastOrDefault(path => File.Exists(path + "/initdb"));
        if (programs is null) return null;

        var server = new PostgresProcess(Directory.CreateTempSubdirectory("postgres-").FullName, programs);
        // The server refuses to run as root.
        if (Environment.UserName == "root") await RunAsync("chown", "postgres", server._folder);
        await server.RunOwnAsync("initdb", "-D", server.Data, "-U", "app", "--auth=trust", "--no-sync", "-E", "UTF8");
        await server.RunOwnAsync(
            "pg_ctl", "-D", server.Data, "-w", "-t", "120", "-l", server._folder + "/log", "-o",
            $"-k {server._folder} -c listen_addresses='' -c fsync=off", "start");
        return server;
    }

    /// <summary>Of the server's first process.</summary>
    public int ProcessId => int.Parse(
        File.ReadLines(Data + "/postmaster.pid").First(), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await RunOwnAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    string Data => _folder + "/data";

    Task RunOwnAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", $"{_programs}/{program}", .. arguments])
        : RunAsync($"{_programs}/{program}", arguments);

    /// <summary>Output goes to nobody: the server inherits it, and a pipe would never end.</summary>
    static async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", command) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!; // a new process
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}");
    }
}
