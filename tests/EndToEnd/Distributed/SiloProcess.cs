using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NeptuneAlt.LoadTests.Server;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>One server of a cluster: the real program, told by variables alone where everything is.</summary>
sealed partial class SiloProcess : IAsyncDisposable
{
    /// <summary>Slow is not wrong: tests share the machine.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    readonly StringBuilder _output = new();
    readonly Process _process;
    readonly int _port = LoopbackPort.Free();

    SiloProcess(Dictionary<string, string> settings, string[] options)
    {
        _process = Start(
            settings,
            ["--urls", Address, "--silo-port", $"{LoopbackPort.Free()}", .. options],
            line => { lock (_output) _output.AppendLine(line); });
    }

    public string Address => $"http://127.0.0.1:{_port}";

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public static async Task<SiloProcess> StartAsync(Dictionary<string, string> settings, params string[] options)
    {
        var silo = new SiloProcess(settings, options);
        await silo.WaitAsync(() => silo.Output.Contains("is ready at", StringComparison.Ordinal), "get ready");
        return silo;
    }

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Exit code and all that it printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(Dictionary<string, string> settings, params string[] arguments)
    {
        var printed = new StringBuilder();
        using var process = Start(settings, arguments, line => { lock (printed) printed.AppendLine(line); });
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        lock (printed) return (process.ExitCode, printed.ToString().Trim());
    }

    /// <summary>How many partitions it says it consumes.</summary>
    public async Task<int> PartitionsAsync()
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(Address + "/metrics"), TestContext.Current.CancellationToken);
        var found = Owned().Match(metrics);
        return found.Success ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Waits until each consumes as many partitions.</summary>
    public static async Task ShareAsync(params (SiloProcess Silo, int Partitions)[] expected)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var owned = new List<int>();
            foreach (var (silo, _) in expected) owned.Add(await silo.PartitionsAsync());
            if (owned.SequenceEqual(expected.Select(one => one.Partitions))) return;
            Assert.True(
                Stopwatch.GetElapsedTime(started) < Timeout,
                $"The servers own {string.Join(", ", owned)} partitions.\n{string.Join('\n', expected.Select(one => one.Silo.Output))}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public async Task WaitAsync(Func<bool> isTrue, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isTrue())
        {
            if (_process.HasExited) Assert.Fail($"The server ended with {_process.ExitCode}:\n{Output}");
            if (Stopwatch.GetElapsedTime(started) > Timeout) Assert.Fail($"The server did not {what}:\n{Output}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it as a machine that fails does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
    }

    /// <summary>Asks it to end, as an operator does, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var asked = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);
        Assert.Equal(0, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    static Process Start(Dictionary<string, string> settings, string[] arguments, Action<string> print)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NeptuneAlt.Server.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start)!; // a new process
        process.OutputDataReceived += (_, line) => print(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => print(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [GeneratedRegex(@"^neptunealt_ingest_partitions\{.*\} (\d+)", RegexOptions.Multiline)]
    private static partial Regex Owned();
}
