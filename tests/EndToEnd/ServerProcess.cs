using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using NeptuneAlt.LoadTests.Server;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The real program on a folder and port of its own, as a user starts it.</summary>
sealed partial class ServerProcess : IAsyncDisposable
{
    const int Terminate = 15;
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    readonly string _folder;
    readonly string[] _options;
    readonly int _port;
    readonly StringBuilder _output = new();
    Process? _process;

    ServerProcess(string folder, string[] options, int port) => (_folder, _options, _port) = (folder, options, port);

    public string Address => $"http://127.0.0.1:{_port}";

    public int Port => _port;

    public string Folder => _folder;

    /// <summary>Of the server alone, without its engine.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The API token that the server keeps in its folder.</summary>
    public string Token { get; private set; } = "";

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public static Task<ServerProcess> StartAsync(params string[] options) =>
        StartInAsync(Directory.CreateTempSubdirectory("neptunealt-").FullName, options);

    /// <param name="folder">Its own; gone with it.</param>
    public static async Task<ServerProcess> StartInAsync(string folder, params string[] options)
    {
        var server = new ServerProcess(folder, options, LoopbackPort.Free());
        await server.StartAgainAsync();
        return server;
    }

    /// <param name="folder">Of a server that was stopped; gone with this one.</param>
    /// <param name="port">That server's, which its token names.</param>
    public static ServerProcess Stopped(string folder, int port) => new(folder, [], port) { Token = TokenIn(folder) };

    /// <summary>Starts on the same folder and port, and waits until it is ready.</summary>
    public async Task StartAgainAsync(params string[] more)
    {
        lock (_output) _output.Clear();
        _process = Run(_folder, _port, [.. _options, .. more], Keep);
        await WaitAsync("NEPTUNE_PROJECT=");
        Token = TokenIn(_folder);
    }

    /// <summary>Starts the program once more on the same folder; it must not stay.</summary>
    /// <returns>Exit code and all that it printed.</returns>
    public Task<(int Code, string Output)> StartSecondAsync() => RunAsync();

    /// <summary>Runs a command on the folder, or a server that must not stay.</summary>
    /// <returns>Exit code and all that it printed.</returns>
    public Task<(int Code, string Output)> RunAsync(params string[] options) =>
        RunOnceAsync(["--data", _folder, "--urls", $"http://127.0.0.1:{LoopbackPort.Free()}", .. options]);

    /// <summary>Runs the program to its end, which must come.</summary>
    public static Task<(int Code, string Output)> RunOnceAsync(params string[] arguments) => RunOnceAsync(arguments, token: null);

    static async Task<(int Code, string Output)> RunOnceAsync(string[] arguments, string? token)
    {
        var printed = new StringBuilder();
        using var process = Run(arguments, line => { lock (printed) printed.AppendLine(line); }, token);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            lock (printed) Assert.Fail($"The program did not end:\n{printed}");
        }

        lock (printed) return (process.ExitCode, string.Join('\n', printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Runs a command that talks to this server, with its token and address, to its end.</summary>
    /// <returns>Exit code and all that it printed.</returns>
    public Task<(int Code, string Output)> CommandAsync(params string[] arguments) =>
        RunOnceAsync([.. arguments, "--url", Address], Token);

    /// <summary>Starts such a command.</summary>
    public Process StartCommand(params string[] arguments) => Run([.. arguments, "--url", Address], _ => { }, Token);

    /// <summary>Asks it to end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        Assert.Equal(0, Signal(_process!.Id, Terminate));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would, the engine left to notice by itself.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
    }

    /// <summary>The engine that works for this server, while there is one.</summary>
    public Process? Engine() => Process.GetProcesses().FirstOrDefault(process =>
        CommandLine(process.Id) is { } line && line.Contains("NeptuneAlt.Engine", StringComparison.Ordinal)
        && line.Contains(Path.Combine(_folder, "store"), StringComparison.Ordinal));

    /// <summary>Sends a signal to a process of this server's.</summary>
    public static void Send(int pid, int signal) => Assert.Equal(0, Signal(pid, signal));

    public static async Task EventuallyAsync(Func<bool> isTrue, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Timeout, what);
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        using var engine = Engine();
        if (engine is not null) _ = Signal(engine.Id, 18); // A test that failed may have left it standing still.
        await EventuallyAsync(() => Engine() is null, "The engine outlived its server.");
        Directory.Delete(_folder, recursive: true);
    }

    static string TokenIn(string folder) => File.ReadAllText(Path.Combine(folder, "api-token")).Trim();

    static Process Run(string folder, int port, string[] options, Action<string> print) =>
        Run(["--data", folder, "--urls", $"http://127.0.0.1:{port}", .. options], print);

    static Process Run(string[] arguments, Action<string> print, string? token = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NeptuneAlt.Server.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (token is not null) start.Environment["NEPTUNE_API_TOKEN"] = token;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => print(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => print(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    async Task WaitAsync(string text)
    {
        var started = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process!.HasExited) Assert.Fail($"The server ended with {_process.ExitCode}:\n{Output}");
            if (Stopwatch.GetElapsedTime(started) > Timeout) Assert.Fail($"The server did not get ready:\n{Output}");
            await Task.Delay(50);
        }
    }

    void Keep(string line)
    {
        lock (_output) _output.AppendLine(line);
    }

    static string? CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
