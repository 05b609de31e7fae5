using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Query;
using NeptuneAlt.Server.Api.Backend;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>Tells open pages which runs of their project got new data, as server-sent events.</summary>
static class EventEndpoints
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/events", StreamAsync)
        .Describe("watchRuns", "Server-sent events named changed, with the runs that got new data.")
        .Produces<ChangedEvent>(StatusCodes.Status200OK, "text/event-stream");

    static async Task StreamAsync(
        HttpContext context, string projectIdentifier, RunIdentifiers identifiers, ICatalog catalog, RunNews news,
        TimeProvider time, IHostApplicationLifetime lifetime, LiveCredentials live)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        live.EndWith(Credential.Of(context.User), context);
        // A server that stops waits for its requests, and pages leave their streams open for ever.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // Proxies that gather answers before they pass them on are asked not to.
        context.Response.Headers["X-Accel-Buffering"] = "no";

        using var changed = new ChangedRuns(news);
        await WriteAsync(context, ": hello\nretry: 2000\n\n");
        try
        {
            while (true)
            {
                if (!await changed.WaitAsync(Heartbeat, time, ending.Token))
                {
                    await WriteAsync(context, ": still here\n\n");
                    continue;
                }

                var (numbers, isAll) = changed.Take();
                var runs = await catalog.GetRunsAsync(numbers, ending.Token);
                string[] names = [.. runs.Values.Where(run => run.Project == project.Number).Select(run => run.SysId)];
                if (names.Length > 0 || isAll)
                    await WriteAsync(context, $"event: changed\ndata: {Data(names, isAll)}\n\n");
                await Task.Delay(Interval, time, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page was closed, or asks again once the server is back.
        }
    }

    static string Data(string[] runs, bool isAll) =>
        JsonSerializer.Serialize(new ChangedEvent(runs, isAll), JsonSerializerOptions.Web);

    static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}

/// <summary>The data of the event <c>changed</c>.</summary>
/// <param name="Runs">The runs' <c>sys/id</c>.</param>
/// <param name="All">More runs changed than are named.</param>
sealed record ChangedEvent(IReadOnlyList<string> Runs, bool All);
