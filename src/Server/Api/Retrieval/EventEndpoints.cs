using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Query;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>Tells open pages which runs of their project got new data, as server-sent events.</summary>
static class EventEndpoints
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/events", StreamAsync);

    static async Task StreamAsync(
        HttpContext context, string projectIdentifier, RunIdentifiers identifiers, ICatalog catalog, RequestBoard board,
        TimeProvider time)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await WriteAsync(context, ": hello\n\n");

        var changed = new ConcurrentDictionary<ulong, bool>();
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void OnChange(IReadOnlyCollection<ulong> runs)
        {
            foreach (var run in runs) changed[run] = true;
            signal.Writer.TryWrite(true);
        }

        board.RunsChanged += OnChange;
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                if (!await SignalledAsync(signal.Reader, time, context.RequestAborted))
                {
                    await WriteAsync(context, ": still here\n\n");
                    continue;
                }

                var numbers = changed.Keys.ToArray();
                foreach (var number in numbers) changed.TryRemove(number, out _);
                var runs = await catalog.GetRunsAsync(numbers, context.RequestAborted);
                var names = runs.Values.Where(run => run.Project == project.Number).Select(run => run.SysId).ToArray();
                if (names.Length > 0)
                    await WriteAsync(context, $"event: changed\ndata: {JsonSerializer.Serialize(new { runs = names })}\n\n");
                await Task.Delay(Interval, time, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            board.RunsChanged -= OnChange;
        }
    }

    /// <returns><c>false</c> when nothing happened for a while.</returns>
    static async Task<bool> SignalledAsync(ChannelReader<bool> signal, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => timeout.Cancel(), null, Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            return await signal.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
