using System.Diagnostics;
using System.Text;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The unmodified Python clients against the real program.</summary>
public class ClientsTests
{
    const string Size = "--runs 3 --metrics 10 --steps 300";
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Read_back_every_value_that_they_logged()
    {
        PythonClients.SkipWithout();
        await using var server = await ServerProcess.StartAsync();

        await PassesAsync(Training(server, "log", out _));
        await PassesAsync(Training(server, "read", out _));
    }

    [Fact]
    public async Task Read_back_every_value_when_the_server_was_killed_halfway()
    {
        PythonClients.SkipWithout();
        await using var server = await ServerProcess.StartAsync();

        var logging = Training(server, "log", out var half);
        await half.WaitAsync(Timeout);
        await server.KillAsync();
        await server.StartAgainAsync();

        await PassesAsync(logging);
        await PassesAsync(Training(server, "read", out _));
    }

    [Fact]
    public async Task Send_the_stores_that_they_left_behind_once_or_twice_with_the_same_result()
    {
        PythonClients.SkipWithout();
        await using var server = await ServerProcess.StartAsync();
        var stores = Directory.CreateDirectory(Path.Combine(server.Folder, "client"));

        await PassesAsync(Script(server, "offline.py", "team/leftovers", stores.FullName));
    }

    static (Process Process, StringBuilder Output) Training(ServerProcess server, string what, out Task half)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        half = reached.Task;
        return Run(server, line => { if (line == "half") reached.TrySetResult(); }, "training.py", [what, "team/training", .. Size.Split(' ')]);
    }

    static (Process Process, StringBuilder Output) Script(ServerProcess server, string script, params string[] arguments) =>
        Run(server, _ => { }, script, arguments);

    static (Process Process, StringBuilder Output) Run(
        ServerProcess server, Action<string?> see, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(PythonClients.Program, [Path.Combine(AppContext.BaseDirectory, "clients", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = server.Folder,
            Environment =
            {
                ["NEPTUNE_API_TOKEN"] = server.Token, ["PYTHONUNBUFFERED"] = "1",
                ["NEPTUNE_LOG_DIRECTORY"] = Path.Combine(server.Folder, "client"),
            },
        };
        var process = Process.Start(start)!;
        var output = new StringBuilder();
        void Keep(string? line)
        {
            lock (output) output.AppendLine(line);
            see(line);
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, output);
    }

    static async Task PassesAsync((Process Process, StringBuilder Output) run)
    {
        using (run.Process)
        {
            await run.Process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
            lock (run.Output) Assert.True(run.Process.ExitCode == 0, run.Output.ToString());
        }
    }
}
