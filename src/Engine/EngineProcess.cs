using System.Diagnostics;

namespace NeptuneAlt.Engine;

/// <summary>
/// The engine as a child process: started, watched and started again when it dies. It ends with this process, however
/// that ends, because its standard input does.
/// </summary>
public sealed class EngineProcess : IAsyncDisposable
{
    static readonly TimeSpan s_startTimeout = TimeSpan.FromMinutes(2);
    static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan s_backoffMax = TimeSpan.FromSeconds(10);
    static readonly TimeSpan s_backoffForgotten = TimeSpan.FromMinutes(1);

    readonly EngineOptions _options;
    readonly ILogger _logger;
    readonly CancellationTokenSource _stopping = new();
    EngineChild _child;
    readonly Task _watch;

    readonly DirectoryInfo? _temporary;

    EngineProcess(EngineOptions options, ILogger logger, EngineChild child, DirectoryInfo? temporary)
    {
        _temporary = temporary;
        _options = options;
        _logger = logger;
        _child = child;
        _watch = WatchAsync();
    }

    /// <summary>The unix domain socket on which the engine speaks ClickHouse's HTTP interface.</summary>
    public string SocketPath => _options.SocketPath!; // Set by StartAsync.

    /// <summary>A file in the engine's folder that is there if an engine ended for want of room on its disk, maybe with parts half
    /// done that it had not reported as stored. Whoever has looked at them removes it.</summary>
    public static string FullDiskMark(string dataFolder) => DiskGuard.MarkIn(dataFolder);

    /// <summary>The child that runs now; another one after a restart.</summary>
    public int ProcessId => _child.Id;

    /// <returns>The engine, once it answers.</returns>
    /// <exception cref="EngineStartException">It did not start; the message says why and names the cure.</exception>
    public static async Task<EngineProcess> StartAsync(
        EngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.DataFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EngineStartException($"The store's folder {options.DataFolder} cannot be made: {failure.Message}");
        }

        var (socket, temporary) = options.SocketPath is { } path ? (path, null) : UnixSocket.For(options.DataFolder);
        options = options with
        {
            DataFolder = Path.GetFullPath(options.DataFolder),
            SocketPath = Path.GetFullPath(socket),
        };
        try
        {
            var child = await EngineChild.StartAsync(options, logger, s_startTimeout, cancellationToken);
            return new EngineProcess(options, logger, child, temporary);
        }
        catch
        {
            temporary?.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Lets statements under way finish, for a few seconds, and ends the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await _child.StopAsync(s_stopTimeout);
        _temporary?.Delete(recursive: true);
        _stopping.Dispose();
    }

    async Task WatchAsync()
    {
        var backoff = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var started = Stopwatch.GetTimestamp();
                await _child.Ended.WaitAsync(_stopping.Token);

                if (Stopwatch.GetElapsedTime(started) > s_backoffForgotten) backoff = TimeSpan.Zero;
                backoff = await RestartAsync(backoff);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits while the disk is too full to start: to look costs nothing, and what waits in the log is stored at once when
    /// there is room.</summary>
    async Task RoomAsync()
    {
        var disk = new DiskGuard(_options.DataFolder);
        if (disk.HasRoom) return;

        Telemetry.EngineWaits(_logger, disk.Describe());
        while (!disk.HasRoom) await Task.Delay(s_look, _stopping.Token);
    }

    /// <returns>The pause to begin with when the engine dies again soon.</returns>
    async Task<TimeSpan> RestartAsync(TimeSpan backoff)
    {
        Telemetry.EngineDied(_logger, _child.ExitCode, backoff);
        await _child.StopAsync(TimeSpan.Zero);
        while (true)
        {
            Telemetry.Restarts.Add(1);
            await Task.Delay(backoff, _stopping.Token);
            await RoomAsync();
            backoff = TimeSpan.FromTicks(Math.Min(
                s_backoffMax.Ticks, Math.Max(TimeSpan.FromMilliseconds(100).Ticks, backoff.Ticks * 2)));
            try
            {
                _child = await EngineChild.StartAsync(_options, _logger, s_startTimeout, _stopping.Token);
                return backoff;
            }
            catch (EngineStartException exception)
            {
                Telemetry.EngineNotStarted(_logger, exception.Message, backoff);
            }
        }
    }
}
