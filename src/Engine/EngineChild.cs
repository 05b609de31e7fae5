using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NeptuneAlt.Engine;

/// <summary>One life of the engine's process.</summary>
sealed class EngineChild
{
    static readonly TimeSpan s_askAgainAfter = TimeSpan.FromMilliseconds(20);

    readonly Process _process;
    readonly ILogger _logger;
    volatile string _lastLine = "";

    EngineChild(Process process, ILogger logger)
    {
        _process = process;
        _logger = logger;
        Ended = process.WaitForExitAsync(CancellationToken.None);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public Task Ended { get; }

    public int ExitCode => _process.HasExited ? _process.ExitCode : -1;

    /// <returns>The child, once it answers a ping.</returns>
    /// <exception cref="EngineStartException">It ended before, or did not answer in time.</exception>
    public static async Task<EngineChild> StartAsync(
        EngineOptions options, ILogger logger, TimeSpan patience, CancellationToken cancellationToken)
    {
        var child = new EngineChild(
            Process.Start(StartInfo(options)) ?? throw new EngineStartException("The engine's process did not start."),
            logger);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            while (!await PingAsync(options.SocketPath!, cancellationToken)) // Set by EngineProcess.
            {
                if (child.Ended.IsCompleted) throw new EngineStartException(child.Reason());
                if (Stopwatch.GetElapsedTime(begun) > patience)
                {
                    throw new EngineStartException($"The engine did not answer within {patience}.");
                }

                await Task.Delay(s_askAgainAfter, cancellationToken);
            }

            // An answer alone could be another engine's, if this one lost the race for the folder.
            if (child.Ended.IsCompleted) throw new EngineStartException(child.Reason());
            return child;
        }
        catch
        {
            await child.StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            _process.StandardInput.Close();
            await Ended.WaitAsync(patience);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _process.Kill();
            await Ended;
        }

        _process.Dispose();
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
        else
        {
            start.FileName = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
                ? path
                : "dotnet";
            start.ArgumentList.Add(program + ".dll");
        }

        Add("--path", options.DataFolder);
        Add("--socket", options.SocketPath);
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

    static async Task<bool> PingAsync(string socketPath, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            await socket.SendAsync("GET /ping HTTP/1.1\r\nHost: engine\r\n\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[256];
            var length = await socket.ReceiveAsync(answer, cancellationToken);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _lastLine = line;
        Telemetry.EngineSaid(_logger, line);
    }

    string Reason() => _lastLine.Length > 0 ? _lastLine : $"The engine ended at once, with code {ExitCode}.";
}
