using System.Diagnostics;
using Npgsql;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

/// <summary>
/// A PostgreSQL server for the tests of one class: the one that NEPTUNEALT_TEST_POSTGRES names (a connection string),
/// else a private one that listens on a socket in its own folder, where PostgreSQL is installed as Debian does it. Set
/// to nothing, the variable skips the tests.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    string? _programs;

    /// <summary><c>null</c> if there is no server to be had.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A schema of the test's own in that server.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        Assert.SkipWhen(ConnectionString is null, "No PostgreSQL here. Set NEPTUNEALT_TEST_POSTGRES, or install it.");

        var schema = $"test_{Guid.NewGuid():N}";
        await using var database = NpgsqlDataSource.Create(ConnectionString!); // the test is skipped without one
        await using var command = database.CreateCommand($"CREATE SCHEMA {schema}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = schema }.ConnectionString;
    }

    public async ValueTask InitializeAsync()
    {
        var configured = Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_POSTGRES");
        if (configured is { Length: > 0 }) ConnectionString = configured;
        if (configured is not null || !Directory.Exists("/usr/lib/postgresql")) return;

        _programs = Directory.EnumerateDirectories("/usr/lib/postgresql").Order().Select(path => path + "/bin")
            .LastOrDefault(path => File.Exists(path + "/initdb"));
        if (_programs is null) return;

        // The server refuses to run as root.
        if (Environment.UserName == "root") await RunAsync("chown", "postgres", _folder);
        await ServerRunAsync("initdb", "-D", _folder + "/data", "-U", "app", "--auth=trust", "--no-sync", "-E", "UTF8");
        await ServerRunAsync(
            "pg_ctl", "-D", _folder + "/data", "-w", "-t", "120", "-l", _folder + "/log", "-o",
            $"-k {_folder} -c listen_addresses='' -c fsync=off", "start");
        ConnectionString = $"Host={_folder};Username=app;Database=postgres";
    }

    public async ValueTask DisposeAsync()
    {
        if (_programs is not null && ConnectionString is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ServerRunAsync("pg_ctl", "-D", _folder + "/data", "-m", "fast", "-w", "stop");
        }

        Directory.Delete(_folder, recursive: true);
    }

    Task ServerRunAsync(string program, params string[] arguments) => Environment.UserName == "root"
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
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}");
    }
}
