using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>Tells open pages which runs and dashboards of their project changed, as server-sent events.</summary>
static class EventEndpoints
{
    static readonly ReadOnlyMemory<byte> Hello = ": hello\nretry: 2000\n\n"u8.ToArray();

    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<DashboardNews>()
        .AddSingleton<EventHub>();

    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/events", StreamAsync)
        .Describe("watchRuns", "Server-sent events named changed, with the runs that got new data, and dashboards, with the dashboards that changed: dashboards[] of branch, version, owner, draft, deleted.")
        .Produces<ChangedEvent>(StatusCodes.Status200OK, "text/event-stream");

    static async Task StreamAsync(
        HttpContext context, string projectIdentifier, RunIdentifiers identifiers, EventHub hub,
        IHostApplicationLifetime lifetime, LiveCredentials live)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        live.EndWith(Credential.Of(context.User), context);
        // A server that stops waits for its requests, and pages leave their streams open for ever.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        using var stream = hub.Open(project.Number, ApiError.Username(context));
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // Proxies that gather answers before they pass them on are asked not to.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            // Each turn, a heartbeat at the latest, is a chance to end a stream that its caller may no longer read.
            for (ReadOnlyMemory<byte>? text = Hello; text is { } next; text = await stream.NextAsync(ending.Token))
                await context.Response.Body.WriteAsync(next, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page was closed, or asks again once the server is back.
        }
    }
}
