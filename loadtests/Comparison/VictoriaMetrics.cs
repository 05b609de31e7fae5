using System.Diagnostics;
using System.Globalization;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Comparison;

/// <summary>
/// VictoriaMetrics as Debian ships it, given the points of a workload on a fresh folder. It acknowledges before anything
/// is on disk; its cost is taken when a flush on demand has made all points visible.
/// </summary>
static class VictoriaMetrics
{
    const string Program = "victoria-metrics";
    const int RequestBytesMax = 3 << 19;
    const int SeriesChecked = 50;
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static async Task<Showing> RunAsync(LoadOptions options, TimeSpan settle, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        await using var server = ServerProcess.Start(Program, folder =>
        [
            $"-storageDataPath={folder}/data", $"-httpListenAddr={address.Authority}", "-retentionPeriod=100y",
            "-influxSkipMeasurement", "-loggerLevel=WARN",
        ]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Timeout };
        await server.WaitAsync(stop => IsReadyAsync(http, stop), StartTimeout, cancellationToken);

        var folder = Path.Combine(server.Folder, "data");
        var bytesBefore = StoreSize.Bytes(folder);
        var cpuBefore = server.Tree.CpuSeconds();
        var started = Stopwatch.GetTimestamp();
        var scripts = LoadSession.Scripts(options.Workload, options.Project, options.Seed).ToArray();
        await SendAsync(http, options.Workload, scripts, cancellationToken);
        (await http.GetAsync("/internal/force_flush", cancellationToken)).EnsureSuccessStatusCode();
        var cpu = server.Tree.CpuSeconds() - cpuBefore;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        await CheckAsync(http, scripts[^1], cancellationToken);
        (await http.GetAsync("/internal/force_merge", cancellationToken)).EnsureSuccessStatusCode();
        var bytes = await StoreSize.SettledAsync(folder, settle, cancellationToken) - bytesBefore;
        return new Showing(options.Workload.Points, cpu, seconds, bytes);
    }

    static Task SendAsync(HttpClient http, Workload workload, RunScript[] scripts, CancellationToken cancellationToken)
    {
        var lines = new LineProtocol(workload);
        return Task.WhenAll(Enumerable.Range(0, workload.Connections).Select(connection => Task.Run(
            () => ConnectionAsync(http, lines, [.. scripts.Where((_, run) => run % workload.Connections == connection)], cancellationToken),
            cancellationToken)));
    }

    static async Task ConnectionAsync(HttpClient http, LineProtocol lines, RunScript[] runs, CancellationToken cancellationToken)
    {
        using var writer = new ProtoWriter();
        var positions = new long[runs.Length];
        while (runs.Where((run, i) => positions[i] < run.Pieces).Any())
        {
            for (var i = 0; i < runs.Length; i++)
            {
                if (positions[i] >= runs[i].Pieces) continue;
                var stretch = runs[i].Next(positions[i], runs[i].Pieces, RequestBytesMax);
                lines.Write(writer, runs[i], stretch);
                using var content = new ReadOnlyMemoryContent(writer.Written);
                using var answer = await http.PostAsync("/write?precision=ms", content, cancellationToken);
                answer.EnsureSuccessStatusCode();
                positions[i] = stretch.End;
            }
        }
    }

    /// <summary>A comparison with a store that dropped the points would be worth nothing: some series are counted.</summary>
    static async Task CheckAsync(HttpClient http, RunScript script, CancellationToken cancellationToken)
    {
        for (var i = 0; i < SeriesChecked; i++)
        {
            var name = SeriesNames.Of((int)((long)i * script.Workload.Series / SeriesChecked));
            var selector = string.Create(CultureInfo.InvariantCulture, $$"""{__name__="{{name}}",run="{{script.RunId}}"}""");
            var text = await http.GetStringAsync(
                $"/api/v1/export?match[]={Uri.EscapeDataString(selector)}&start=0", cancellationToken);
            var times = text.Split("\"timestamps\":[").ElementAtOrDefault(1)?.Split(']')[0].Split(',').Length ?? 0;
            if (times != script.Workload.Steps)
                throw new InvalidOperationException($"{Program} has {times} points of {selector}, not {script.Workload.Steps}.");
        }
    }

    static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("/health", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
