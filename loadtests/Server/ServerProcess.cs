using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>A server program under test, started for one measurement with a temporary folder of its own.</summary>
sealed partial class ServerProcess : IAsyncDisposable
{
    const int SigTerm = 15;
    const int OutputLinesMax = 200;
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    readonly Process _process;
    readonly Queue<string> _output = [];
    bool _isKilled;

    ServerProcess(Process process, string folder)
    {
        _process = process;
        Folder = folder;
        Tree = new ProcessTree(process.Id);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it keeps its data; gone after disposal.</summary>
    public string Folder { get; }

    public ProcessTree Tree { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>The last lines that it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <param name="arguments">Given the temporary folder.</param>
    /// <param name="folder">That of a process which was stopped; null: a new one.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public static ServerProcess Start(
        string program, Func<string, IEnumerable<string>> arguments, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        folder ??= Directory.CreateTempSubdirectory("neptune-load-").FullName;
        var start = new ProcessStartInfo(program, arguments(folder))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new ServerProcess(
            Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), folder);
    }

    /// <summary>Asks until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or takes too long.</exception>
    public async Task WaitAsync(
        Func<CancellationToken, Task<bool>> isReady, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isReady(cancellationToken))
        {
            if (HasEnded) throw new InvalidOperationException($"The server ended at once:\n{Output}");
            if (Stopwatch.GetElapsedTime(started) > timeout)
                throw new InvalidOperationException($"The server is not ready after {timeout.TotalSeconds:F0} s:\n{Output}");
            await Task.Delay(50, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Ends it as a power cut would, and keeps its folder.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _isKilled = true;
    }

    /// <summary>Ends it and keeps its folder.</summary>
    public async Task StopAsync()
    {
        if (_isKilled) return;

        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > OutputLinesMax) _output.Dequeue();
        }
    }
}
