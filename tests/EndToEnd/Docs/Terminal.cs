using System.Diagnostics;
using System.Text;
using NeptuneAlt.LoadTests.Server;
using Xunit;

namespace NeptuneAlt.EndToEnd.Docs;

/// <summary>
/// A reader at a shell, in a folder of their own, who types what a page says. Folder and exported variables stay from block to block.
/// Servers have free ports in the place of the page's 8400 and 8401.
/// </summary>
sealed class Terminal : IAsyncDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    readonly string _home = Directory.CreateTempSubdirectory("neptunealt-docs-").FullName;
    readonly Dictionary<string, string> _addresses = new()
    {
        ["127.0.0.1:8400"] = $"127.0.0.1:{LoopbackPort.Free()}", ["127.0.0.1:8401"] = $"127.0.0.1:{LoopbackPort.Free()}",
    };
    readonly Dictionary<string, Process> _servers = [];

    public Terminal()
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Path.Combine(_home, "bin"));
        var program = Path.Combine(_home, "bin", "neptunealt");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "NeptuneAlt.Server.dll")}' \"$@\"\n");
        using var chmod = Process.Start("chmod", ["+x", program]);
        chmod.WaitForExit();
    }

    public string Folder => Path.Combine(_home, "work");

    /// <summary>Runs a block to its end.</summary>
    /// <returns>What it printed, with the page's addresses.</returns>
    public async Task<string> RunAsync(Lesson lesson)
    {
        var text = lesson.Text;
        if (lesson.Language == "python")
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "lesson.py"), text, TestContext.Current.CancellationToken);
            text = $"'{PythonClients.Program}' lesson.py\n";
        }

        var state = Path.Combine(_home, "state");
        var printed = new StringBuilder();
        using var shell = Start(
            $"[ -f '{state}' ] && . '{state}'\nset -eo pipefail\n{text}\n{{ declare -px; echo \"cd '$PWD'\"; }} > '{state}'",
            line => { lock (printed) printed.AppendLine(line); });
        try
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            shell.Kill(entireProcessTree: true);
            Assert.Fail($"{lesson.Where} did not end.");
        }

        lock (printed)
        {
            Assert.True(shell.ExitCode == 0, $"{lesson.Where} ended with {shell.ExitCode}:\n{lesson.Text}\n{printed}");
            return ToPage(printed.ToString());
        }
    }

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <returns>What it printed until then.</returns>
    public async Task<string> ServeAsync(Lesson lesson)
    {
        var address = _addresses.Keys.FirstOrDefault(lesson.Text.Contains) ?? "127.0.0.1:8400";
        if (_servers.Remove(address, out var former)) await EndAsync(former);
        var printed = new StringBuilder();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = Start($"exec {lesson.Text}", line =>
        {
            lock (printed) printed.AppendLine(line);
            // The last of what it says before it waits for requests.
            if (line.Contains("NEPTUNE_PROJECT=", StringComparison.Ordinal)) ready.TrySetResult();
        });
        _servers[address] = server;
        try
        {
            await Task.WhenAny(ready.Task, server.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            lock (printed) Assert.Fail($"{lesson.Where}: the server did not get ready:\n{printed}");
        }

        lock (printed)
        {
            Assert.True(ready.Task.IsCompletedSuccessfully, $"{lesson.Where}: the server ended:\n{printed}");
            return ToPage(printed.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await EndAsync(server);
        Directory.Delete(_home, recursive: true);
    }

    static async Task EndAsync(Process server)
    {
        using (server)
        {
            if (server.HasExited) return;
            ServerProcess.Send(server.Id, 15);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        }
    }

    Process Start(string script, Action<string> print)
    {
        var start = new ProcessStartInfo("bash", ["-c", _addresses.Aggregate(script, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
            Environment =
            {
                ["PATH"] = $"{Path.Combine(_home, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["NEPTUNEALT_URLS"] = $"http://{_addresses["127.0.0.1:8400"]}",
            },
        };
        foreach (var name in new[] { "NEPTUNE_API_TOKEN", "NEPTUNE_PROJECT" }) start.Environment.Remove(name);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => print(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => print(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    string ToPage(string printed) =>
        _addresses.Aggregate(printed, (text, pair) => text.Replace(pair.Value, pair.Key, StringComparison.Ordinal));
}
