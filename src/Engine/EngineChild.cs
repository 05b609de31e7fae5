using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NeptuneAlt.Engine;

/// <summary>One life of the engine's process.</summary>
sealed class EngineChild
{
    const int LinesKept = 4;

    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Process _process;
    readonly ILogger _logger;
    readonly string _folder;
    readonly Queue<string> _lastLines = new();
    bool _stopped;

    EngineChild(Process process, string folder, ILogger logger)
    {
        _process = process;
        _folder = folder;
        _logger = logger;
        Ended = process.WaitForExitAsync(CancellationToken.None);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            // Said by the child itself: an answer on the socket could come from another engine on the same folder.
            if (line.Data == EngineProgram.Ready) _ready.TrySetResult();
            else Hear(line.Data);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public Task Ended { get; }

    public int ExitCode => _process.HasExited ? _process.ExitCode : -1;

    /// <returns>The child, once it answers.</returns>
    /// <exception cref="EngineStartException">It ended before, or took too long.</exception>
    public static async Task<EngineChild> StartAsync(
        EngineOptions options, ILogger logger, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var child = new EngineChild(Start(options), options.DataFolder, logger);
        try
        {
            await Task.WhenAny(child._ready.Task, child.Ended).WaitAsync(timeout, cancellationToken);
            if (child._ready.Task.IsCompleted) return child;
            child.HearOut();
            throw new EngineStartException(child.Reason());
        }
        catch (TimeoutException)
        {
            await child.StopAsync(TimeSpan.Zero);
            throw new EngineStartException(
                $"The engine did not start within {timeout.TotalSeconds:0} s. Is the disk of {options.DataFolder} very slow? Try again.");
        }
        catch
        {
            await child.StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Ends the process, at the latest after this time, and lets go of it.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (_stopped) return;
        _stopped = true;
        try
        {
            _process.StandardInput.Close();
            await Ended.WaitAsync(timeout);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _process.Kill();
            await Ended;
        }

        _process.Dispose();
    }

    static Process Start(EngineOptions options)
    {
        try
        {
            return Process.Start(StartInfo(options)) ?? throw new EngineStartException("The engine's process did not start.");
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            throw new EngineStartException($"The engine's process cannot be started: {failure.Message}");
        }
    }

    static ProcessStartInfo StartInfo(EngineOptions options)
    {
        var name = typeof(EngineChild).Assembly.GetName().Name!; // An assembly built from a project has a name.
        var program = Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo
        {
            // A config.xml in the working directory would be taken for chDB's own.
            WorkingDirectory = options.DataFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (File.Exists(program))
        {
            start.FileName = program;
        }
        else if (!File.Exists(program + ".dll"))
        {
            throw new EngineStartException($"The engine's program {program} is missing: install the server again.");
        }
        else
        {
            start.FileName = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
                ? path
                : "dotnet";
            start.ArgumentList.Add(program + ".dll");
        }

        Add("--path", options.DataFolder);
        Add("--socket", options.SocketPath);
        Add("--port", options.LoopbackPort?.ToString(CultureInfo.InvariantCulture));
        Add("--memory", options.MemoryBytes?.ToString(CultureInfo.InvariantCulture));
        Add("--library", options.LibraryPath);
        return start;

        void Add(string option, string? value)
        {
            if (value is null) return;
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(value);
        }
    }

    void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept) _lastLines.Dequeue();
        }

        Telemetry.EngineSaid(_logger, line);
    }

    /// <summary>Takes in what an ended process wrote last: its end may be known before its words.</summary>
    void HearOut() => _process.WaitForExit();

    string Reason()
    {
        lock (_lastLines) return StartFailure.Sentence(_folder, [.. _lastLines], ExitCode);
    }
}
